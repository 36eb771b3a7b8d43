using System.Text.Json;

namespace AlignZeg.Cli.Results;

/// <summary>What a JSON reader complains of, for a person.</summary>
internal static class JsonFault
{
    /// <summary>Line and cause, without the reader's own coordinates and without a dot at the end: <c>it is not JSON at line 3: '}' is invalid …</c>.</summary>
    public static string Describe(JsonException exception)
    {
        int end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal), path = exception.Message.IndexOf(" Path:", StringComparison.Ordinal);
        int cut = new[] { end, path }.Where(at => at >= 0).DefaultIfEmpty(exception.Message.Length).Min();
        var line = exception.LineNumber is { } number ? $" at line {number + 1}" : "";
        return $"it is not JSON{line}: {exception.Message[..cut].TrimEnd('.', ' ')}";
    }
}
