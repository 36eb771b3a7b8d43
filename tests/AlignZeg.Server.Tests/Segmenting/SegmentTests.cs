using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Rle;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;

namespace AlignZeg.Server.Tests.Segmenting;

/// <summary>A server of its own: it holds up the device.</summary>
public sealed class SegmentTests : IAsyncLifetime
{
    private const string Path = "/v1/segment?model=tiny";
    private readonly TestServer _server = new() { Configure = silo => silo.Configure<DeviceOptions>(devices => devices.MaxWaitingCalls = 1) };
    private byte[] _image = [];

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _image = await File.ReadAllBytesAsync(new Uri(TestImages.Write(System.IO.Path.Combine(_server.DirectoryPath, "one"), 1)[0].Source).LocalPath);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Image_HasTheMask_ThatAJobGivesIt_WithABackgroundToo()
    {
        var client = await _server.TenantAsync("same");
        await _server.PrepareAsync(client, 1);
        (await client.PutAsync("/v1/vocabularies/v", new StringContent("""{"classes": ["cat", {"name": "other", "background": true}, {"name": "dog", "color": "#102030"}]}"""))).EnsureSuccessStatusCode();
        await TestServer.StartAsync(client, "j");
        var record = JsonDocument.Parse(await client.GetStringAsync("/v1/jobs/j/results?wait=20")).RootElement;
        var mask = await File.ReadAllBytesAsync(System.IO.Path.Combine(_server.DirectoryPath, "data", record.GetProperty("mask").GetString()!));
        Assert.Equal(mask, await (await SendAsync(client, Path + "&vocabulary=v")).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        var json = await JsonAsync(client, Path + "&vocabulary=v&png=true");
        Assert.Equal(mask, json.GetProperty("mask_png").GetBytesFromBase64());
        Assert.Equal(Pixels(record), Pixels(json));
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(_server.DirectoryPath, "data", "tenants", "same", "interactive")));
    }

    [Fact]
    public async Task LargeImage_IsReadInTheTilesOfAJob()
    {
        var client = await _server.TenantAsync("large");
        int tiles = 0;
        _server.Segmenters.BeforeBatch = batch => tiles = batch[0].Tiled?.Grid.Count ?? 1;
        _image = ImageEncoder.EncodePng(new(new byte[8_300 * 4 * 3], 8_300, 4));
        Assert.Equal(8_300, (await JsonAsync(client, Path + "&class=cat")).GetProperty("width").GetInt32());
        _server.Segmenters.BeforeBatch = null;
        Assert.Equal(3, tiles); // of 4,096, which share 1,024 at the least
    }

    [Fact]
    public async Task Draft_NeedsNoVocabulary_AndLeavesNone()
    {
        var client = await _server.TenantAsync("draft");
        var json = await JsonAsync(client, Path + "&class=cat&class=dog&png=true");
        Assert.Subset(new HashSet<string> { "cat", "dog" }, json.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()!).ToHashSet());
        var map = LabelMapPng.Decode(json.GetProperty("mask_png").GetBytesFromBase64(), "mask");
        Assert.Equal((json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()), (map.Width, map.Height));
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/v1/vocabularies")).GetProperty("names").EnumerateArray());
    }

    [Fact]
    public async Task Json_HasAMaskPerClass_AndThePngOnlyWhenAsked()
    {
        var client = await _server.TenantAsync("masks");
        var json = await JsonAsync(client, Path + "&class=cat&class=dog");
        Assert.False(json.TryGetProperty("mask_png", out _));
        var map = LabelMapPng.Decode(await (await SendAsync(client, Path + "&class=cat&class=dog")).Content.ReadAsByteArrayAsync(), "mask");
        foreach (var (mask, found) in json.GetProperty("masks").EnumerateArray().Zip(json.GetProperty("classes").EnumerateArray()))
        {
            int id = mask.GetProperty("id").GetInt32();
            Assert.Equal((found.GetProperty("id").GetInt32(), found.GetProperty("pixels").GetInt64()), (id, mask.GetProperty("area").GetInt64()));
            Assert.Equal([map.Height, map.Width], mask.GetProperty("size").EnumerateArray().Select(one => one.GetInt32()));
            var decoded = new RleMask(RleText.Read(mask.GetProperty("counts").GetString()!), map.Width, map.Height);
            Assert.Equal(map.Ids.Select(one => one == id ? (byte)1 : (byte)0), decoded.Decode());
            Assert.Equal([decoded.Bounds.X, decoded.Bounds.Y, decoded.Bounds.Width, decoded.Bounds.Height], mask.GetProperty("bbox").EnumerateArray().Select(one => one.GetDouble()));
        }

        Assert.InRange(json.GetProperty("uncertainty").GetDouble(), .0001, 1);
    }

    [Fact]
    public async Task Threshold_IgnoresPixels_OfADraftAndOfAVersion()
    {
        var client = await _server.TenantAsync("limits");
        (await client.PutAsync("/v1/vocabularies/v", new StringContent("""["cat", "dog"]"""))).EnsureSuccessStatusCode();
        foreach (string asked in new[] { "&class=cat&class=dog", "&vocabulary=v" })
        {
            var (free, strict) = (await JsonAsync(client, Path + asked), await JsonAsync(client, Path + asked + "&threshold=1"));
            Assert.True(strict.GetProperty("unlabelled").GetInt64() > free.GetProperty("unlabelled").GetInt64());
            await TestServer.ProblemAsync(await SendAsync(client, Path + asked + "&margin=2"), 422, "invalid-vocabulary");
        }
    }

    [Fact]
    public async Task Try_TakesAWholeDraft_AndStoresNothing()
    {
        var client = await _server.TenantAsync("try");
        var json = await TryAsync("""{"classes": ["cat", {"name": "dog", "threshold": 1}, {"name": "other", "background": true}], "renames": {"cat": "Katze"}}""");
        Assert.Contains("Katze", json.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.True(json.GetProperty("unlabelled").GetInt64() > 0); // dogs, not background
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/v1/vocabularies")).GetProperty("names").EnumerateArray());
        Assert.Equal(1, await ImagesAsync(client));
        await TestServer.ProblemAsync(await SendAsync(client, "/v1/vocabularies/try?model=tiny"), 415, "wrong-media-type");
        await TestServer.ProblemAsync(await client.PostAsync("/v1/vocabularies/try?model=tiny", new MultipartFormDataContent { { new StringContent("[]"), "vocabulary" } }), 400, "invalid-request");
        await TestServer.ProblemAsync(await client.PostAsync("/v1/vocabularies/try?model=tiny", Form("""[1, ""]""")), 422, "invalid-vocabulary");

        async Task<JsonElement> TryAsync(string vocabulary)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/vocabularies/try?model=tiny") { Content = Form(vocabulary), Headers = { { "Accept", "application/json" } } };
            return await (await client.SendAsync(request)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    [Fact]
    public async Task WrongRequests_AreProblems()
    {
        var client = await _server.TenantAsync("wrong");
        await TestServer.ProblemAsync(await SendAsync(client, Path), 400, "invalid-request");
        await TestServer.ProblemAsync(await SendAsync(client, Path + "&class=cat&vocabulary=v"), 400, "invalid-request");
        await TestServer.ProblemAsync(await SendAsync(client, Path + "&vocabulary=v"), 404, "vocabulary-not-found");
        await TestServer.ProblemAsync(await SendAsync(client, "/v1/segment?model=none&class=cat"), 404, "model-not-found");
        await TestServer.ProblemAsync(await SendAsync(client, Path + "&class=cat&class=cat"), 422, "invalid-vocabulary");
        await TestServer.ProblemAsync(await SendAsync(client, Path + "&class=cat", []), 400, "invalid-request");
        await TestServer.ProblemAsync(await SendAsync(client, Path + "&class=cat", "no image"u8.ToArray()), 422, "image-rejected");
        Assert.Equal(1, await ImagesAsync(client)); // the one that could not be read
    }

    [Fact]
    public async Task Quota_RefusesTheImageAfterTheLast()
    {
        var client = await _server.TenantAsync("limited");
        (await _server.Admin().PutAsJsonAsync("/v1/tenants/limited/quotas", new { images_per_day = 2 })).EnsureSuccessStatusCode();
        for (int i = 0; i < 2; i++) (await SendAsync(client, Path + "&class=cat")).EnsureSuccessStatusCode();
        var refused = await SendAsync(client, Path + "&class=cat");
        await TestServer.ProblemAsync(refused, 429, "quota-exceeded");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 86_400);
        var total = (await client.GetFromJsonAsync<JsonElement>("/v1/usage")).GetProperty("total");
        Assert.Equal((2, 2 * _image.Length), (total.GetProperty("images").GetInt32(), total.GetProperty("bytes").GetInt32()));
        Assert.True(total.GetProperty("pixels").GetInt64() > 0);
    }

    [Fact]
    public async Task BusyDevice_Is429_AndIsNotCharged()
    {
        using var gate = new ManualResetEventSlim();
        using var held = new SemaphoreSlim(0);
        _server.Segmenters.BeforeClassifier = () =>
        {
            held.Release();
            gate.Wait(TimeSpan.FromSeconds(60));
        };
        var client = await _server.TenantAsync("busy");
        var first = SendAsync(client, Path + "&class=cat");
        await held.WaitAsync(TimeSpan.FromSeconds(30)); // on the device now
        Task<HttpResponseMessage>[] others = [.. Enumerable.Range(0, 3).Select(_ => SendAsync(client, Path + "&class=cat"))];
        var refused = await await Task.WhenAny(others).WaitAsync(TimeSpan.FromSeconds(30)); // one may wait, the others may not
        await TestServer.ProblemAsync(refused, 429, "busy");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        gate.Set();
        int done = (await Task.WhenAll([first, .. others])).Count(answer => answer.IsSuccessStatusCode);
        Assert.Equal(done, await ImagesAsync(client));
    }

    private static async Task<int> ImagesAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/v1/usage")).GetProperty("total").GetProperty("images").GetInt32();

    private static IEnumerable<(int Id, string? Name, long Pixels)> Pixels(JsonElement found) =>
        found.GetProperty("classes").EnumerateArray().Select(one => (one.GetProperty("id").GetInt32(), one.GetProperty("name").GetString(), one.GetProperty("pixels").GetInt64()));

    private MultipartFormDataContent Form(string vocabulary) => new() { { new ByteArrayContent(_image), "image", "one.png" }, { new StringContent(vocabulary), "vocabulary" } };

    private Task<HttpResponseMessage> SendAsync(HttpClient client, string path, byte[]? body = null) => client.PostAsync(path, new ByteArrayContent(body ?? _image));

    private async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(_image), Headers = { { "Accept", "application/json" } } };
        return await (await client.SendAsync(request)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
