using System.Runtime.CompilerServices;
using System.Text.Json;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Results;

/// <summary>The records of a finished job, one at a time.</summary>
internal static class JobRecords
{
    /// <summary>Name of their file in the output folder.</summary>
    public const string FileName = "results.jsonl";

    /// <summary>Reads them, in the order of the job.</summary>
    /// <exception cref="CommandException">There are none, or a line is of another form.</exception>
    public static async IAsyncEnumerable<ImageRecord> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no '{path}'; give the output folder of a finished alignzeg label.");
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken)) yield return Parse(path, ++number, line);
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="CommandException">It is no record.</exception>
    public static ImageRecord Parse(string log, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ImageRecord>(line, ResultJson.Line) ?? throw new JsonException("it is null.");
        }
        catch (JsonException exception)
        {
            throw CommandException.BadInput($"Line {number} of '{log}' is no result of alignzeg label: {JsonFault.Describe(exception)}. Run alignzeg label again; it writes the file anew.", exception);
        }
    }
}
