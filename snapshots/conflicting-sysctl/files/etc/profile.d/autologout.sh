if [ -n "$PS1" ]; then
	TMOUT=1800
fi
