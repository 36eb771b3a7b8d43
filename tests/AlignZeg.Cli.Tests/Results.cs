using System.Text.Json.Nodes;

namespace AlignZeg.Cli.Tests;

/// <summary>Compares what two runs left.</summary>
internal static class Results
{
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
        foreach (var folder in new[] { "masks", "confidence", "overlays" }) AssertSameFiles(Path.Combine(expected, folder), Path.Combine(actual, folder));
    }

    private static string Untimed(string line)
    {
        var record = JsonNode.Parse(line)!.AsObject();
        Assert.True(record.Remove("timings") || record["status"]!.GetValue<string>() == "failed");
        return record.ToJsonString();
    }

    private static void AssertSameFiles(string expected, string actual)
    {
        var names = Directory.EnumerateFiles(expected).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(names, Directory.EnumerateFiles(actual).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.True(
            File.ReadAllBytes(Path.Combine(expected, name!)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name!))), $"{actual}/{name} differs"));
    }
}
