using AlignZeg.Cli.Commands;

return await CommandLine.RunAsync(args);
