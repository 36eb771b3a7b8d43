using AlignZeg.Cli.Tests;

namespace AlignZeg.Web.Tests;

/// <summary>The pages in a real browser, on a real server with the model that ships.</summary>
public sealed class BrowserTests(BrowserRun run) : IClassFixture<BrowserRun>
{
    public static TheoryData<string> Scenarios() =>
        [.. Directory.EnumerateFiles(Path.Combine(NodeProcess.Browser, "scenarios"), "*.mjs").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_GoesAsAPersonExpects(string scenario)
    {
        Assert.True(run.Outcomes.TryGetValue(scenario, out string? problem), $"The scenario was not run:\n{run.Log}");
        Assert.True(problem is null, problem);
    }

    [Fact]
    public async Task TypesOfTheApi_AreThoseOfTheServedDocument()
    {
        using var folder = new TemporaryFolder();
        using var client = new HttpClient();
        await File.WriteAllTextAsync(folder["openapi.json"], await client.GetStringAsync($"{run.Address}/openapi/v1.json", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var (code, output) = await NodeProcess.RunAsync(Path.Combine(NodeProcess.Web, "types.mjs"), folder["openapi.json"], folder["openapi.d.ts"]);
        Assert.True(code == 0, output);
        string kept = Path.Combine(NodeProcess.Web, "src", "api", "openapi.d.ts");
        Assert.True(
            await File.ReadAllTextAsync(folder["openapi.d.ts"], TestContext.Current.CancellationToken) == await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken),
            "src/AlignZeg.Web/src/api/openapi.d.ts is not what the served document says; start 'alignzeg serve', then: curl -s localhost:8080/openapi/v1.json -o /tmp/openapi.json && npm run types --prefix src/AlignZeg.Web -- /tmp/openapi.json");
    }
}
