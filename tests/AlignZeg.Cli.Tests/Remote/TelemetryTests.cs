using System.Net;

namespace AlignZeg.Cli.Tests.Remote;

[Collection(InTurn.Name)]
public sealed class TelemetryTests(ServedSilo silo) : IClassFixture<ServedSilo>
{
    private static readonly HttpClient Http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_AreOnTheirOwnAddress_AndNameNoKey()
    {
        (await silo.RunAsync("vocabulary", "list")).Expect(0);
        string text = await Http.GetStringAsync(silo.MetricsAddress, Token);
        foreach (string series in new[] { "alignzeg_blob_duration_seconds_bucket", "http_server_request_duration_seconds_count", "dotnet_process_memory", "orleans_" })
            Assert.Contains("\n" + series, text, StringComparison.Ordinal);
        Assert.Contains("service_instance_id=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("alz_", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(silo.Address + "/metrics", Token)).StatusCode);
        var metrics = new Uri(silo.MetricsAddress);
        Assert.Equal("ready", await Http.GetStringAsync(new Uri(metrics, "/health/ready"), Token));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(new Uri(metrics, "/v1/jobs"), Token)).StatusCode);
    }
}
