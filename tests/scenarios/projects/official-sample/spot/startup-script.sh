# Handed to each new instance as its user data.
echo "the service starts"
