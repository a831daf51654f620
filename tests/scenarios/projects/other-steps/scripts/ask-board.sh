# The board's answer to the ticket.
test "$TICKET" = R-7 || exit 1
ANSWER=<+stage.variables.boardAnswers>
