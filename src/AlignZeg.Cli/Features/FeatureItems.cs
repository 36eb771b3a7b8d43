using System.Text.Json;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Features;

/// <summary>Texts, or paths of images, as a person gives them: on the command line, in a file, or both, in this order.</summary>
internal static class FeatureItems
{
    /// <summary>Collects them.</summary>
    /// <param name="named">On the command line.</param> <param name="file">A JSON array of strings; null = none.</param> <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CommandException">There are none, or the file is something else.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyList<string> named, string? file, CancellationToken cancellationToken)
    {
        if (file is null) return named.Count > 0 ? named : throw CommandException.BadInput("There is nothing to do; name an item, or a file of them with --input (a JSON array of strings).");
        try
        {
            await using var stream = File.OpenRead(file);
            var listed = await JsonSerializer.DeserializeAsync<string?[]>(stream, cancellationToken: cancellationToken);
            if (listed is null || listed.Contains(null)) throw new JsonException();
            return [.. named, .. listed!];
        }
        catch (JsonException exception)
        {
            throw CommandException.BadInput($"The file '{file}' is not a JSON array of strings, such as [\"a\", \"b\"].", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"The file '{file}' cannot be read; --input takes a JSON array of strings.", exception);
        }
    }
}
