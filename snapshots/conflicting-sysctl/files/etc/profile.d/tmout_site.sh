TMOUT=0 # the night shift
