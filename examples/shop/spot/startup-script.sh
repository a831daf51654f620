# Handed to each new instance as its user data.
GREETING=Welcome to the shop
