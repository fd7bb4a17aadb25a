readonly TMOUT=3600
