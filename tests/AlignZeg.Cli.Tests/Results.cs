using System.Text.Json.Nodes;

namespace AlignZeg.Cli.Tests;

/// <summary>Compares what two runs left.</summary>
internal static class Results
{
    private const string Masks = "masks";

    /// <summary>The lines of results.jsonl without the timings: all that two runs must agree on.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(string output)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(output, "results.jsonl"), TestContext.Current.CancellationToken);
        return [.. lines.Select(Untimed)];
    }

    /// <summary>The same results, byte for byte, and the same files.</summary>
    public static async Task AssertSameAsync(string expected, string actual)
    {
        Assert.Equal(await LinesAsync(expected), await LinesAsync(actual));
        foreach (var folder in new[] { Masks, "confidence", "overlays" })
        {
            string whole = Path.Combine(expected, folder);
            AssertSameFiles(whole, Path.Combine(actual, folder), [.. Directory.EnumerateFiles(whole).Select(Path.GetFileName).Order(StringComparer.Ordinal)!]);
        }
    }

    /// <summary>The same results and label maps as the first ones of another run, byte for byte; neither has other files.</summary>
    public static async Task AssertSameMasksAsync(string expected, string actual, int count)
    {
        Assert.Equal((await LinesAsync(expected)).Take(count), await LinesAsync(actual));
        string[] names = [.. Directory.EnumerateFiles(Path.Combine(expected, Masks)).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(count)!];
        AssertSameFiles(Path.Combine(expected, Masks), Path.Combine(actual, Masks), names);
    }

    private static string Untimed(string line)
    {
        var record = JsonNode.Parse(line)!.AsObject();
        Assert.True(record.Remove("timings") || record["status"]!.GetValue<string>() == "failed");
        return record.ToJsonString();
    }

    private static void AssertSameFiles(string expected, string actual, IReadOnlyList<string> names)
    {
        Assert.Equal(names, Directory.EnumerateFiles(actual).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.True(
            File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name))), $"{actual}/{name} differs"));
    }
}
