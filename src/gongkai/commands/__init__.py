"""The commands behind ``gongkai``: each module has ``run(args) -> exit status`` and prints what it has to say."""
