// ARNs are for machines: people read the name of a target group and the end of a rule's id.
export function shortArns(text: string): string {
  return text.replace(/arn:aws[\w-]*:elasticloadbalancing:[^\s,)]+/g, (arn) => {
    const [kind = '', ...parts] = arn.split(':').slice(5).join(':').split('/');
    if (kind === 'targetgroup') return parts[0] ?? arn;
    return `${kind} …${(parts.at(-1) ?? '').slice(-6)}`;
  });
}
