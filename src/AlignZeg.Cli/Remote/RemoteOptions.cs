using System.CommandLine;
using AlignZeg.Cli.Commands;
using AlignZeg.Client;
using Microsoft.Extensions.Options;

namespace AlignZeg.Cli.Remote;

/// <summary>Where the server is and how to get in: options of every verb that goes there, or the environment.</summary>
internal static class RemoteOptions
{
    /// <summary>Name of the variable of the environment that holds the key.</summary>
    public const string KeyVariable = "ALIGNZEG_KEY";

    private const string ServerVariable = "ALIGNZEG_SERVER", Local = "http://127.0.0.1:8080";

    public static Option<string?> Server { get; } = new("--server") { Description = $"Address of the server. Default: {ServerVariable} of the environment, else {Local}." };

    private static readonly Option<string?> Key = new("--key") { Description = $"API key; others see it in the list of processes, so rather use --key-file, or {KeyVariable} of the environment." };

    private static readonly Option<string?> KeyFile = new("--key-file") { Description = "File that holds the API key." };

    /// <summary>Adds them.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in new[] { Server, Key, KeyFile }) command.Options.Add(option);
    }

    /// <summary>Whether a server is meant: an option names it or a key, or the environment does.</summary>
    public static bool AreGiven(ParseResult parsed) =>
        new[] { parsed.GetValue(Server), parsed.GetValue(Key), parsed.GetValue(KeyFile), FromEnvironment(ServerVariable), FromEnvironment(KeyVariable) }.Any(value => value is not null);

    /// <summary>A client of the server that is meant.</summary>
    /// <exception cref="CommandException">No address, no key, or more than one.</exception>
    public static AlignZegClient Connect(ParseResult parsed)
    {
        string address = parsed.GetValue(Server) ?? FromEnvironment(ServerVariable) ?? Local;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw CommandException.BadInput($"'{address}' is no address of a server; give --server or {ServerVariable} such as http://127.0.0.1:8080.");
        try
        {
            return new(new AlignZegClientOptions { Server = server, Key = ReadKey(parsed) });
        }
        catch (OptionsValidationException exception)
        {
            throw CommandException.BadInput(exception.Failures.First(), exception);
        }
    }

    private static string ReadKey(ParseResult parsed) => (parsed.GetValue(Key), parsed.GetValue(KeyFile)) switch
    {
        ({ } key, null) => key,
        (null, { } file) => FromFile(file),
        (null, null) => FromEnvironment(KeyVariable) ?? throw CommandException.BadInput($"There is no API key; give --key-file, or set {KeyVariable}."),
        _ => throw CommandException.BadInput("Give either --key or --key-file."),
    };

    private static string FromFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"The key file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static string? FromEnvironment(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
