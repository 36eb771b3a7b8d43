using System.CommandLine;
using System.CommandLine.Parsing;

namespace AlignZeg.Cli.Commands;

/// <summary>Options that no verb has: an argument of many values would take them for values.</summary>
internal static class UnknownOptions
{
    /// <summary>The first value that begins with a dash, is no existing path, and does not stand after <c>--</c>; null if there is none.</summary>
    public static string? FirstIn(ParseResult parsed)
    {
        int meant = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count(); // all of them are values
        var values = parsed.CommandResult.Command.Arguments.Select(parsed.GetResult).OfType<ArgumentResult>().SelectMany(result => result.Tokens).Select(token => token.Value).ToArray();
        return values.SkipLast(meant).FirstOrDefault(value => value.StartsWith('-') && !Path.Exists(value));
    }
}
