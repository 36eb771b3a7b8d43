using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Client;
using AlignZeg.Client.Datasets;
using AlignZeg.Client.Jobs;
using AlignZeg.Client.Results;
using AlignZeg.Client.Tenants;
using AlignZeg.Client.Vocabularies;
using AlignZeg.Grains.Tests.Labelling;

namespace AlignZeg.Server.Tests.Client;

/// <summary>The client against the server, nothing in between but a network that may be bad.</summary>
public sealed class ClientLifeTests(TestServer server)
{
    [Fact]
    public async Task JobOfFiles_FromTheFolderToItsMasks()
    {
        var client = await ClientAsync("life");
        await client.Vocabularies.PublishTextAsync("v", TestServer.Vocabulary);
        string folder = Folder(23);
        DatasetFile[] files = [.. DatasetFile.In(folder).Select((file, i) => i == 20 ? file with { Metadata = JsonElement.Parse("""{"n": 20}""") } : file)];
        var version = await client.Datasets.UploadAsync("d", files);
        Assert.Equal((1, 23, true), (version.Number, version.Images, version.HasMetadata));
        await client.Jobs.StartAsync(new("d", "v", "tiny") { Id = "j" });
        var read = await ReadAsync(client.Results.ReadAsync("j"));
        Assert.Equal(DatasetFile.In(folder).Select(file => file.Name), read.OrderBy(result => result.Index).Select(result => result.Image));
        Assert.Equal([20], read.Where(result => result.Metadata?.GetProperty("n").GetInt32() == 20).Select(result => result.Index));
        var watched = new List<Job>();
        await foreach (var state in client.Jobs.WatchAsync("j")) watched.Add(state);
        Assert.Equal((JobPhase.Completed, 23), (watched[^1].Phase, watched[^1].Ok));
        using var mask = new MemoryStream();
        await client.Results.DownloadAsync("j", read[0].Mask!, mask);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], mask.ToArray()[..4]);
        Assert.Equal(["d"], await ListAsync(client.Datasets.ListAllAsync()));
        Assert.Equal(["j"], await ListAsync(client.Jobs.ListAllAsync()));
        Assert.Equal(23, (await client.Usage.GetAsync()).Total.Images);
        await AssertWhatIsKnownOfIt(client, read[0]);
    }

    private static async Task AssertWhatIsKnownOfIt(AlignZegClient client, ImageResult first)
    {
        var caller = await client.Keys.IdentifyAsync();
        Assert.Equal(("life", true), (caller.Tenant, caller.Scopes.Contains("label")));
        var request = await client.Jobs.GetRequestAsync("j");
        Assert.Equal(("d", 1, "v", 1, "tiny"), (request.Dataset, request.DatasetVersion, request.Vocabulary, request.VocabularyVersion, request.Model));
        Assert.Equal(first.Image, (await client.Results.GetAsync("j", first.Index)).Image);
        var totals = await client.Results.GetClassTotalsAsync("j");
        Assert.Equal(23, totals.Images);
        Assert.All(totals.Classes, one => Assert.InRange(one.Pixels, 1, totals.Pixels));
        Assert.NotEmpty(totals.Classes);
        using MemoryStream image = new(), small = new();
        await client.Images.DownloadAsync(first.Sha256!, image);
        Assert.Equal(first.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(image.ToArray())));
        await client.Results.DownloadSmallAsync("j", first.Mask!, 128, small);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], small.ToArray()[..4]);
        var tried = await client.Segmentation.TryAsync(image.ToArray(), "tiny", VocabularyDefinition.Of("cat", "dog"));
        Assert.Equal((first.Width, first.Height), (tried.Width, tried.Height));
    }

    [Fact]
    public async Task ResultsOverABadNetwork_ComeOnceEach_FromAnyCursor()
    {
        var (_, key) = await server.KeyAsync("bad-network", "label");
        await server.PrepareAsync(server.Client(key), images: 25, broken: 3);
        await TestServer.StartAsync(server.Client(key), "j");
        using var network = new CuttingHandler(first: 900, more: 150);
        var client = new AlignZegClient(new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan }, Options(key));
        var read = await ReadAsync(client.Results.ReadAsync("j"));
        Assert.Equal(Enumerable.Range(0, 28), read.Select(result => result.Index).Order());
        Assert.True(network.Cuts > 3, $"the network broke {network.Cuts} times");
        Assert.Equal(3, read.Count(result => result.Status == ResultStatus.Failed));
        foreach (int kept in new[] { 0, 11, 27 })
        {
            var rest = await ReadAsync(client.Results.ReadAsync("j", after: read[kept].Cursor));
            Assert.Equal(Enumerable.Range(0, 28).Except(read.Take(kept + 1).Select(result => result.Index)), rest.Select(result => result.Index).Order());
        }
    }

    [Fact]
    public async Task ReadingWithoutFollowing_EndsWhereTheResultsEnd_ThoughTheJobMayGoOn()
    {
        var client = await ClientAsync("no-follow");
        await client.Vocabularies.PublishTextAsync("v", TestServer.Vocabulary);
        await client.Datasets.UploadAsync("d", DatasetFile.In(Folder(12)));
        await client.Jobs.StartAsync(new("d", "v", "tiny") { Id = "done" });
        await foreach (var _ in client.Jobs.WatchAsync("done")) continue;
        Assert.Equal(12, (await ReadAsync(client.Results.ReadAsync("done", follow: false))).Count);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<AlignZegApiException>(() => client.Tenants.GetQuotasAsync("no-follow"))).Code);
        await client.Datasets.UploadAsync("e", DatasetFile.In(Folder(60)));
        await client.Jobs.StartAsync(new("e", "v", "tiny") { Id = "rests" });
        await client.Jobs.PauseAsync("rests");
        await TestServer.AwaitAsync(server.Client((await server.KeyAsync("no-follow", "read")).Key), "rests", view => view.GetProperty("leased").GetInt32() == 0);
        var there = await ReadAsync(client.Results.ReadAsync("rests", follow: false));
        Assert.Equal((await client.Jobs.GetAsync("rests")).Done(), there.Count);
        await client.Jobs.CancelAsync("rests");
    }

    [Fact]
    public async Task UploadAgain_SendsNothingButNames_AndCopiesAreSentOnce()
    {
        string folder = Folder(6), key = (await server.KeyAsync("again", "label")).Key;
        File.Copy(Directory.EnumerateFiles(folder).First(), Path.Combine(folder, "copy.png"));
        using var counter = new CountingHandler();
        var client = new AlignZegClient(new HttpClient(counter), Options(key));
        var told = new List<UploadProgress>();
        var first = await client.Datasets.UploadAsync("d", DatasetFile.In(folder), new Listener(told));
        Assert.Equal((7, 6), (first.Images, counter.Of("/v1/images")));
        Assert.Equal((7, 7, 7), (told.Max(one => one.Total), told.Max(one => one.Hashed), told.Max(one => one.Done)));
        Assert.Equal(first, await client.Datasets.UploadAsync("d", DatasetFile.In(folder)));
        Assert.Equal(6, counter.Of("/v1/images"));
        File.WriteAllText(Path.Combine(folder, "new.png"), "another one");
        Assert.Equal((2, 8), ((await client.Datasets.UploadAsync("d", DatasetFile.In(folder))).Number, (await client.Datasets.GetAsync("d")).Images));
        File.Delete(Path.Combine(folder, "new.png"));
        Assert.Equal(first with { Latest = 2 }, await client.Datasets.UploadAsync("d", DatasetFile.In(folder))); // the same images are the same version, and not the latest
    }

    [Fact]
    public async Task UploadWithANewImage_SendsThatOneAlone()
    {
        string folder = Folder(6), key = (await server.KeyAsync("one-more", "label")).Key;
        using var counter = new CountingHandler();
        var client = new AlignZegClient(new HttpClient(counter), Options(key));
        await client.Datasets.UploadAsync("d", DatasetFile.In(folder));
        File.WriteAllText(Path.Combine(folder, "new.png"), "another one");
        var told = new List<UploadProgress>();
        Assert.Equal((2, 7), ((await client.Datasets.UploadAsync("d", DatasetFile.In(folder), new Listener(told))).Number, (await client.Datasets.GetAsync("d")).Images));
        Assert.Equal(6 + 1, counter.Of("/v1/images"));
        Assert.Equal(("another one".Length, 7), (told.Max(one => one.BytesSent), told.Max(one => one.Done)));
    }

    [Fact]
    public async Task NamesThatLookEncoded_HaveFilesOfTheirOwn()
    {
        var (_, key) = await server.KeyAsync("encoded", "label");
        var client = Of(key);
        await client.Vocabularies.PublishTextAsync("v", TestServer.Vocabulary);
        string[] paths = [.. Directory.EnumerateFiles(Folder(3)).Order(StringComparer.Ordinal)], names = ["photos%252Fcat 100%.png", "photos%2Fcat.png", "photos/cat.png"];
        await client.Datasets.UploadAsync("d", [.. names.Zip(paths, (name, path) => new DatasetFile(name, path))]);
        await client.Jobs.StartAsync(new("d", "v", "tiny") { Id = "links" }); // a job may be called as a part of the address
        var read = await ReadAsync(client.Results.ReadAsync("links"));
        Assert.Equal(names, read.OrderBy(result => result.Index).Select(result => result.Image));
        foreach (string mask in read.Select(result => result.Mask!))
        {
            byte[] stored = await File.ReadAllBytesAsync(Path.Combine(server.DirectoryPath, "data", mask), TestContext.Current.CancellationToken);
            using MemoryStream whole = new(), small = new();
            await client.Results.DownloadAsync("links", mask, whole);
            Assert.Equal(stored, whole.ToArray());
            await client.Results.DownloadSmallAsync("links", mask, 128, small);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], small.ToArray()[..4]);
            Assert.Equal(stored, await server.Client(key).GetByteArrayAsync("/v1/jobs/links/files/" + Uri.EscapeDataString(mask))); // with slashes encoded, as generated clients write it
            var link = await server.Client(key).GetFromJsonAsync<OutputLink>("/v1/jobs/links/links/" + Uri.EscapeDataString(mask));
            Assert.Equal(stored, await server.Client(null).GetByteArrayAsync(link!.Url));
        }
    }

    [Fact]
    public async Task Vocabulary_ComesBackAsItWas_AndStaleWorkIsRefused()
    {
        var client = await ClientAsync("words");
        var definition = new VocabularyDefinition { Classes = [new("car", ["automobile"], "#3366cc"), new("other", Background: true)], Templates = ["a photo of {}."] };
        var published = await client.Vocabularies.PublishAsync("v", definition);
        Assert.True(published.IsNew);
        var again = await client.Vocabularies.GetAsync("v");
        Assert.Equal(["automobile"], again.Definition.Classes[0].Synonyms!);
        Assert.False((await client.Vocabularies.PublishAsync("v", again.Definition, again.Hash)).IsNew);
        await client.Vocabularies.PublishAsync("v", VocabularyDefinition.Of("cat"), again.Hash);
        var earlier = await client.Vocabularies.PublishAsync("v", definition);
        Assert.Equal((false, 1, 2), (earlier.IsNew, earlier.Vocabulary.Version, earlier.Vocabulary.Latest));
        Assert.Equal("stale-version", (await Assert.ThrowsAsync<AlignZegApiException>(() => client.Vocabularies.PublishAsync("v", definition, again.Hash))).Code);
        Assert.Equal([2, 1], (await client.Vocabularies.ListVersionsAsync("v")).Select(version => version.Classes));
        var twice = await Assert.ThrowsAsync<AlignZegApiException>(() => client.Vocabularies.PublishAsync("v", VocabularyDefinition.Of("cat", "Cat", "")));
        Assert.Equal(("invalid-vocabulary", 2), (twice.Code, twice.Problems.Count));
    }

    [Fact]
    public async Task Keys_AreMadeTurnedAndEnded()
    {
        var admin = Admin();
        var made = await admin.Keys.CreateAsync("turning", new([KeyScope.Label], "a note"));
        Assert.DoesNotContain(made.Key!, made.ToString(), StringComparison.Ordinal);
        var turned = await admin.Keys.RotateAsync("turning", made.Id);
        Assert.Equal("unauthenticated", (await Assert.ThrowsAsync<AlignZegApiException>(() => Of(made.Key!).Usage.GetAsync())).Code);
        await Of(turned.Key!).Usage.GetAsync();
        Assert.NotNull((await admin.Keys.RevokeAsync("turning", turned.Id)).RevokedAt);
        Assert.Equal([made.Id, turned.Id], (await admin.Keys.ListAsync("turning")).Select(key => key.Id));
        Assert.Equal(3, await admin.Tenants.SetWeightAsync("turning", 3));
        Assert.Equal(3, await admin.Tenants.GetWeightAsync("turning"));
    }

    private AlignZegClientOptions Options(string key) => new() { Server = server.Address, Key = key, FirstPause = TimeSpan.FromMilliseconds(5), LongestPause = TimeSpan.FromMilliseconds(50) };

    private AlignZegClient Of(string key) => new(server.Client(null), Options(key));

    private AlignZegClient Admin() => new(server.Admin());

    private async Task<AlignZegClient> ClientAsync(string tenant) => Of((await server.KeyAsync(tenant, "label")).Key);

    private string Folder(int images)
    {
        string folder = Path.Combine(server.DirectoryPath, Guid.NewGuid().ToString("N"));
        TestImages.Write(folder, images);
        return folder;
    }

    private static async Task<List<ImageResult>> ReadAsync(IAsyncEnumerable<ImageResult> results)
    {
        var read = new List<ImageResult>();
        await foreach (var result in results) read.Add(result);
        return read;
    }

    private static async Task<List<string>> ListAsync(IAsyncEnumerable<string> names)
    {
        var read = new List<string>();
        await foreach (string name in names) read.Add(name);
        return read;
    }

    private sealed class Listener(List<UploadProgress> told) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value)
        {
            lock (told) told.Add(value);
        }
    }

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _paths = new();

        public int Of(string path) => _paths.Count(one => one == path);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _paths.Enqueue(request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
