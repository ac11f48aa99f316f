@rem package.json's scripts say exec, so that Ctrl-C reaches them past the shell; cmd has no exec.
@%*
