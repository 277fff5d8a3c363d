return Pinfold.Cli.Commands.CommandTree.Invoke(args);
