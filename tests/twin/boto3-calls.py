# Calls the twin at the address of the first argument with Amazon's Python client and prints what it was told, as JSON.
import json
import sys
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, load_balancer, listener, rule, blue, green, start = sys.argv[1:]
settings = dict(
    endpoint_url=url,
    region_name="us-east-1",
    aws_access_key_id="twin",
    aws_secret_access_key="twin",
    config=Config(retries={"mode": "standard", "max_attempts": 3}),
)
elbv2, ec2, sts, cloudwatch = (
    boto3.client(name, **settings) for name in ("elbv2", "ec2", "sts", "cloudwatch")
)


def code_of(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return "no error"


def weights():
    actions = elbv2.describe_rules(RuleArns=[rule])["Rules"][0]["Actions"]
    return [group["Weight"] for group in actions[0]["ForwardConfig"]["TargetGroups"]]


def write(blue_weight, green_weight):
    groups = [
        {"TargetGroupArn": blue, "Weight": blue_weight},
        {"TargetGroupArn": green, "Weight": green_weight},
    ]
    action = {"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}
    written = elbv2.modify_rule(RuleArn=rule, Actions=[action])["Rules"][0]
    return [group["Weight"] for group in written["Actions"][0]["ForwardConfig"]["TargetGroups"]]


told = {}
told["loadBalancers"] = [
    each["LoadBalancerArn"]
    for page in elbv2.get_paginator("describe_load_balancers").paginate()
    for each in page["LoadBalancers"]
]
told["targetGroups"] = [
    each["TargetGroupName"]
    for page in elbv2.get_paginator("describe_target_groups").paginate(PaginationConfig={"PageSize": 1})
    for each in page["TargetGroups"]
]
elbv2.get_waiter("load_balancer_available").wait(Names=["shop"])
elbv2.get_waiter("target_in_service").wait(TargetGroupArn=blue)
told["first"] = weights()
told["written"] = write(60, 40)
group = elbv2.create_target_group(Name="python", Protocol="HTTP", Port=80, VpcId="vpc-00000001")
group_arn = group["TargetGroups"][0]["TargetGroupArn"]
made = elbv2.create_rule(
    ListenerArn=listener,
    Priority=42,
    Conditions=[{"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "v", "Value": "2"}]}}],
    Actions=[{"Type": "forward", "TargetGroupArn": group_arn}],
)["Rules"][0]["RuleArn"]
told["inUse"] = code_of(elbv2.delete_target_group, TargetGroupArn=group_arn)
elbv2.delete_rule(RuleArn=made)
elbv2.delete_target_group(TargetGroupArn=group_arn)
told["gone"] = code_of(elbv2.delete_rule, RuleArn=made)
told["refused"] = code_of(elbv2.modify_rule, RuleArn=rule, Actions=[])
told["images"] = [each["Name"] for each in ec2.describe_images()["Images"]]
told["instances"] = [
    instance["State"]["Name"]
    for page in ec2.get_paginator("describe_instances").paginate()
    for reservation in page["Reservations"]
    for instance in reservation["Instances"]
]
told["noImage"] = code_of(ec2.describe_images, ImageIds=["ami-0"])
told["identity"] = sts.get_caller_identity()["Account"]
begin = datetime.fromtimestamp(int(start), timezone.utc)
metric = {
    "Namespace": "AWS/ApplicationELB",
    "MetricName": "RequestCount",
    "Dimensions": [
        {"Name": "TargetGroup", "Value": blue.split(":")[-1]},
        {"Name": "LoadBalancer", "Value": load_balancer.split(":loadbalancer/")[1]},
    ],
}
results = cloudwatch.get_metric_data(
    StartTime=begin,
    EndTime=begin + timedelta(minutes=5),
    MetricDataQueries=[{"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}],
)["MetricDataResults"]
told["metrics"] = [[results[0]["Values"], [int(each.timestamp()) for each in results[0]["Timestamps"]]]]
told["backwards"] = code_of(
    cloudwatch.get_metric_data, StartTime=begin, EndTime=begin, MetricDataQueries=[]
)
print(json.dumps(told))
