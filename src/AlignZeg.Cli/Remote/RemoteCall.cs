using System.CommandLine;
using AlignZeg.Client;

namespace AlignZeg.Cli.Remote;

/// <summary>One run of a verb that goes to a server.</summary>
/// <param name="Parsed">What was typed.</param> <param name="Client">Of the server.</param> <param name="Output">Where to show it.</param>
internal sealed record RemoteCall(ParseResult Parsed, AlignZegClient Client, RemoteOutput Output)
{
    /// <summary>How to come back to something: the verb, with the server if it was named.</summary>
    public string Again(string verb) => $"alignzeg {verb}{(Parsed.GetValue(RemoteOptions.Server) is { } server ? $" --server {server}" : "")}";
}
