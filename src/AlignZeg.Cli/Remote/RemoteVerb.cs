using System.CommandLine;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Remote;

/// <summary>Makes verbs that go to a server: each has the server, the key and <c>--json</c>.</summary>
internal static class RemoteVerb
{
    public static Command Of(string name, string description, Func<RemoteCall, CancellationToken, Task<int>> act, params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }

        RemoteOptions.AddTo(command);
        command.Options.Add(CommonOptions.Json);
        command.SetAction((parsed, cancellationToken) => act(new(parsed, RemoteOptions.Connect(parsed), new(parsed.GetValue(CommonOptions.Json))), cancellationToken));
        return command;
    }
}
