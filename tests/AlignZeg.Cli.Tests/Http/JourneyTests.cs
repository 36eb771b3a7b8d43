using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Cli.Tests.Clusters;

namespace AlignZeg.Cli.Tests.Http;

/// <summary>From a new tenant to the last result, over HTTP alone, on a cluster of processes.</summary>
[Collection(InTurn.Name)]
public sealed class JourneyTests
{
    private const int Images = 200, Shards = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tenant_Key_Vocabulary_Dataset_Job_AndEveryResultOnce_ForConsumersThatAreKilled_ForLateOnes_AndWebhooksThatFail()
    {
        await using var traces = await TraceReceiver.StartAsync();
        await using var cluster = await ClusterProcesses.StartAsync(workers: 1, traces: traces.Address);
        using var admin = Client(cluster, cluster.AdminKey);
        string key = await KeyAsync(admin);
        using var tenant = Client(cluster, key);
        await RegisterModelAsync(admin);
        await DescribeAsync(tenant);

        using var receiver = await WebhookReceiver.StartAsync(Token);
        var hook = await SendAsync(tenant.PutAsJsonAsync("/v1/webhooks/ours", new { url = receiver.Url }, Token));
        await receiver.TellSecretAsync(hook.GetProperty("secret").GetString()!, Token);

        var stream = new Uri(cluster.Address, "/v1/jobs/monday/results");
        await SendAsync(tenant.PostAsJsonAsync("/v1/jobs", new { id = "monday", dataset = "photos", vocabulary = "materials", model = "tiny" }, Token));
        using var killed = new EventConsumer(stream, key);
        Assert.False(await killed.ReadAsync(Token, most: 60));
        await killed.KillAsync(Token);
        using var resumed = new EventConsumer(stream, key, killed.Last);
        Assert.True(await resumed.ReadAsync(Token));
        using var late = new EventConsumer(stream, key);
        Assert.True(await late.ReadAsync(Token));

        Assert.Equal(Enumerable.Range(0, Images), killed.Indexes.Concat(resumed.Indexes).Order());
        Assert.Equal(Enumerable.Range(0, Images), late.Indexes.Order());
        var job = await tenant.GetFromJsonAsync<JsonElement>("/v1/jobs/monday", Token);
        Assert.Equal(("completed", Images), (job.GetProperty("phase").GetString(), job.GetProperty("ok").GetInt32()));
        AssertEachOnceMoreThanItFailed_InOrder(await receiver.ReadUntilTakenAsync("job.completed", Token));
        await AssertOneTraceAsync(traces);
    }

    private static void AssertEachOnceMoreThanItFailed_InOrder(List<JsonElement> requests)
    {
        Assert.All(requests, request => Assert.Equal((true, false), (request.GetProperty("verified").GetBoolean(), request.GetProperty("forged").GetBoolean())));
        var sequences = requests.ConvertAll(request => request.GetProperty("sequence").GetInt64());
        Assert.Equal(sequences.Order(), sequences);
        Assert.All(requests.GroupBy(request => request.GetProperty("id").GetString()), one => Assert.Equal(WebhookReceiver.Refusals + 1, one.Count()));
        string[] taken = [.. requests.Where(request => request.GetProperty("status").GetInt32() == 204).Select(request => request.GetProperty("type").GetString()!)];
        Assert.Equal(["job.started", .. Enumerable.Repeat("batch.completed", Shards), "job.completed"], taken);
    }

    // What is said is sent every five seconds.
    private static async Task AssertOneTraceAsync(TraceReceiver traces)
    {
        string[] wanted = ["api POST", "worker1 lease", "worker1 read", "worker1 batch", "worker1 encode", "worker1 acknowledge", "worker1 blob read", "worker1 blob write"];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        string[] missing = wanted;
        while (missing.Length > 0)
        {
            string? job = traces.Came.FirstOrDefault(one => one.Span.TrimEnd('/') == "POST /v1/jobs").Trace;
            var spans = traces.Came.Where(one => one.Trace == job).Select(one => $"{one.Silo} {one.Span}").ToHashSet();
            missing = [.. wanted.Where(one => !spans.Any(span => span.StartsWith(one, StringComparison.Ordinal)))];
            Assert.False(deadline.IsCancellationRequested, $"not in the job's trace: {string.Join(", ", missing)}; in it: {string.Join(", ", spans)}");
            await Task.Delay(200, Token);
        }
    }

    private static HttpClient Client(ClusterProcesses cluster, string key) => new() { BaseAddress = cluster.Address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };

    private static async Task<string> KeyAsync(HttpClient admin) =>
        (await SendAsync(admin.PostAsJsonAsync("/v1/tenants/journey/keys", new { scopes = new[] { "label" } }, Token))).GetProperty("key").GetString()!;

    private static async Task RegisterModelAsync(HttpClient admin)
    {
        var shown = (await AlignZegProcess.RunAsync("model", "show", "--json")).Expect(0).Last;
        await SendAsync(admin.PostAsJsonAsync("/v1/models", new { name = "tiny", path = shown.GetProperty("folder").GetString(), hash = shown.GetProperty("hash").GetString() }, Token));
    }

    private static async Task DescribeAsync(HttpClient tenant)
    {
        await SendAsync(tenant.PutAsync("/v1/vocabularies/materials", JsonContent.Create(SmallImages.Vocabulary), Token));
        using var folder = new TemporaryFolder();
        SmallImages.Write(folder.Path, Images);
        var lines = new List<string>();
        foreach (string file in Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal))
        {
            using var bytes = new ByteArrayContent(await File.ReadAllBytesAsync(file, Token)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            var stored = await SendAsync(tenant.PostAsync("/v1/images", bytes, Token));
            lines.Add(JsonSerializer.Serialize(new { name = Path.GetFileName(file), sha256 = stored.GetProperty("sha256").GetString() }));
        }

        var version = await SendAsync(tenant.PostAsync("/v1/datasets/photos/versions", new StringContent(string.Join('\n', lines)), Token));
        Assert.Equal(Images, version.GetProperty("images").GetInt32());
    }

    private static async Task<JsonElement> SendAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        string body = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri} answered {answer.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}
