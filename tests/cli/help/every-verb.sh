# Every verb has help, the same with -h behind it.
for v in query batch show list lint init compile schema help; do
    pact help $v >a && pact $v -h >b && cmp a b && sed -n 1p a || exit
done
