using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AlignZeg.Grains.Datasets;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Limits;
using AlignZeg.Server.Tests.Documents;
using AlignZeg.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Server.Tests;

/// <summary>The API on a port of its own, with a silo and a storage that are real; only the model is none.</summary>
public sealed class TestServer : IAsyncLifetime
{
    public const string Vocabulary = """{"classes": ["cat", "dog", "red bird"]}""";
    private readonly string _directory = Directory.CreateTempSubdirectory("alignzeg-server-").FullName;
    private WebApplication? _app;
    private string _adminKey = "";
    private ServedDocument? _document;

    public FakeSegmenterFactory Segmenters { get; } = new();

    /// <summary>Settings of a test's own; before the start.</summary>
    public Action<ISiloBuilder>? Configure { get; init; }

    /// <summary>Limits of uploads; before the start.</summary>
    public Action<UploadOptions>? Uploads { get; init; }

    /// <summary>How fast callers may ask; before the start. Default: as they like.</summary>
    public Action<LimitOptions> Limits { get; init; } = limits => (limits.RequestsPerSecond, limits.FailedKeysPerSecond) = (0, 0);

    public string DirectoryPath => _directory;

    public IServiceProvider Services => _app!.Services;

    public Uri Address => new(_app!.Urls.First());

    public IReadOnlyList<RouteEndpoint> Routes => [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.AddApiServer(http => (http.Url, http.HeartbeatEvery, http.MaxBodyBytes) = ("http://127.0.0.1:0", TimeSpan.FromMilliseconds(300), 100_000), Uploads, Limits);
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleans(silo =>
        {
            silo.UseAlignZegEmbedded(Path.Combine(_directory, "data"));
            silo.Configure<FileStorageOptions>(storage => storage.FlushToDisk = false);
            silo.Configure<DatasetOptions>(datasets => datasets.ShardSize = 10);
            silo.Configure<WorkerOptions>(workers => (workers.LeaseImages, workers.MaxBatchImages) = (4, 2));
            silo.Configure<JobOptions>(jobs => jobs.ReconcileEvery = TimeSpan.FromMilliseconds(500));
            Configure?.Invoke(silo);
        });
        builder.Services.AddSingleton<ISegmenterFactory>(Segmenters);
        _app = builder.Build().UseApiServer();
        await _app.StartAsync();
        _adminKey = await Services.GetRequiredService<FirstKey>().CreateAsync(CancellationToken.None) ?? throw new InvalidOperationException("The store is not empty.");
        (await Admin().PostAsJsonAsync("/v1/models", new { name = "tiny", path = "/models/tiny", hash = FakeSegmenterFactory.Hash })).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A client that holds a key; null = none.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient(new DocumentedHandler(this)) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>What the server says of itself.</summary>
    public async Task<ServedDocument> DocumentAsync()
    {
        if (_document is not null) return _document;
        using var client = new HttpClient { BaseAddress = Address };
        string served = await client.GetStringAsync("/openapi/v1.json");
        return _document ??= ServedDocument.Parse(served);
    }

    public HttpClient Admin() => Client(_adminKey);

    /// <summary>A new key: its id and its text.</summary>
    public async Task<(string Id, string Key)> KeyAsync(string tenant, params string[] scopes)
    {
        var answer = await Admin().PostAsJsonAsync($"/v1/tenants/{tenant}/keys", new { scopes });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("id").GetString()!, body.GetProperty("key").GetString()!);
    }

    /// <summary>A client of a tenant.</summary>
    public async Task<HttpClient> TenantAsync(string tenant, string scope = "label") => Client((await KeyAsync(tenant, scope)).Key);

    /// <summary>Publishes, uploads and registers under the names v and d, over HTTP alone.</summary>
    /// <param name="client">Of the tenant.</param> <param name="images">Whole ones.</param> <param name="broken">Files that are no images.</param> <param name="brokenName">Begins their names, which are in order.</param>
    public async Task PrepareAsync(HttpClient client, int images, int broken = 0, string brokenName = "zz-broken")
    {
        (await client.PutAsync("/v1/vocabularies/v", new StringContent(Vocabulary))).EnsureSuccessStatusCode();
        var lines = new List<string>();
        foreach (var image in images == 0 ? [] : TestImages.Write(Path.Combine(_directory, Guid.NewGuid().ToString("N")), images))
            lines.Add(await UploadAsync(client, image.Name, await File.ReadAllBytesAsync(new Uri(image.Source).LocalPath)));
        for (int i = 0; i < broken; i++) lines.Add(await UploadAsync(client, $"{brokenName}-{i:D2}.jpg", Encoding.UTF8.GetBytes($"no image {i}")));
        (await client.PostAsync("/v1/datasets/d/versions", new StringContent(string.Join('\n', lines)))).EnsureSuccessStatusCode();
    }

    /// <summary>Asks for a job until it is as it should be.</summary>
    public static async Task<JsonElement> AwaitAsync(HttpClient client, string job, Func<JsonElement, bool> isSo)
    {
        for (long start = TimeProvider.System.GetTimestamp(); ;)
        {
            var view = await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/{job}");
            if (isSo(view)) return view;
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"The job is still: {view}");
            await Task.Delay(50);
        }
    }

    public static Task<JsonElement> AwaitAsync(HttpClient client, string job, string phase) => AwaitAsync(client, job, view => view.GetProperty("phase").GetString() == phase);

    /// <summary>Uploads; gives the line of the manifest.</summary>
    private static async Task<string> UploadAsync(HttpClient client, string name, byte[] content) => JsonSerializer.Serialize(new { name, sha256 = await UploadAsync(client, content) });

    /// <summary>Uploads; gives the hash that the server names the image by.</summary>
    public static async Task<string> UploadAsync(HttpClient client, byte[] content)
    {
        using var bytes = new ByteArrayContent(content) { Headers = { ContentType = new("application/octet-stream") } };
        var stored = await (await client.PostAsync("/v1/images", bytes)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return stored.GetProperty("sha256").GetString()!;
    }

    /// <summary>Starts a job over what was prepared.</summary>
    public static async Task StartAsync(HttpClient client, string id) =>
        (await client.PostAsJsonAsync("/v1/jobs", new { id, dataset = "d", vocabulary = "v", model = "tiny" })).EnsureSuccessStatusCode();

    /// <summary>Checks that an answer is a problem of a code; gives its body.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"urn:alignzeg:problem:{code}", body.GetProperty("type").GetString());
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), body.GetProperty("request_id").GetString());
        return body;
    }
}
