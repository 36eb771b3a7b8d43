using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Datasets.Tests.Containers;

public sealed class ManifestAddressTests : IDisposable
{
    private const string Secret = "s3cr3t";
    private readonly ContainerInputs _inputs = new();

    public void Dispose() => _inputs.Dispose();

    [Fact]
    public async Task Addresses_AreFetched_BesideFiles_AndWhatIsWrongIsSkippedWithItsReason()
    {
        _inputs.Add("near.png", PackedFiles.Picture(9));
        var list = List(
            $$"""{"image": "https://a.example/photos/caf%C3%A9.png?sv=1&sig={{Secret}}", "label": "cat", "metadata": {"n": 1} }""",
            """{"image": "near.png", "label": "near"}""",
            $$"""{"path": "https://user:{{Secret}}@b.example/photos/café.png"}""",
            $$"""{"image": "HTTPS://a.example/x?image=5&token={{Secret}}", "id": "five"}""",
            $$"""{"image": "https://a.example/gone.png?sig={{Secret}}"}""",
            $$"""{"image": "https://a.example/secret.png?sig={{Secret}}"}""",
            $$"""{"image": "https://a.example/page.html?sig={{Secret}}"}""",
            $$"""{"image": "https://a.example/huge.png?sig={{Secret}}"}""",
            $$"""{"image": "https://a.example/endless.png?sig={{Secret}}"}""",
            $$"""{"image": "https://a b:x/?sig={{Secret}}"}""");
        var found = await FindAsync(new(Answer), list);
        Assert.Equal(["five", "near.png label=\"near\"", "photos/café.png label=\"cat\" n=1", "photos/café~2.png"], ContainerInputs.Described(found));
        Assert.Equal([PackedFiles.Picture(5), PackedFiles.Picture(9), PackedFiles.Picture(1), PackedFiles.Picture(2)], found.Entries.Select(entry => File.ReadAllBytes(entry.Path)));
        Assert.Equal(
            ["1 bad_address (line 10)", "1 no_access (secret.png)", "1 not_an_image (page.html)", "1 not_found (gone.png)", "2 too_many_bytes (huge.png, endless.png)"], found.Skipped.Select(one => one.ToString()));
        Assert.Equal((list, "photos/café.png"), (found.OriginOf(2).Archive, found.OriginOf(2).Entry));
        Assert.All(Directory.EnumerateFiles(_inputs.Room, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(Secret, file + Encoding.UTF8.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatWasFetched_IsNotFetchedAgain_AlsoUnderANewSignature_OrAfterItBrokeOff()
    {
        var list = List(Enumerable.Range(0, 6).Select(i => $$"""{"image": "https://a.example/n/{{i}}.png?v=1&sv=1&sig=old", "n": {{i}}}"""));
        using var stop = new CancellationTokenSource();
        var first = new Web(request => request.RequestUri!.AbsolutePath.Contains("/4.", StringComparison.Ordinal) ? Stopped(stop) : Answer(request));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FindAsync(first, list, atOnce: 1, stop.Token));
        var second = new Web(Answer);
        var found = (await FindAsync(second, list)).Entries.ToList();
        Assert.Equal(["/n/4.png", "/n/5.png"], second.Asked.Order(StringComparer.Ordinal));
        List(Enumerable.Range(0, 7).Select(i => $$"""{"image": "https://a.example/n/{{i}}.png?sig=new&v={{(i == 1 ? 2 : 1)}}&sv=2", "n": {{i}}}"""));
        var third = new Web(Answer);
        var renewed = (await FindAsync(third, list)).Entries.ToList();
        Assert.Equal(["/n/1.png", "/n/6.png"], third.Asked.Order(StringComparer.Ordinal));
        Assert.Equal(found.Where((_, i) => i != 1), renewed.Where((_, i) => i is not (1 or 6)));
        var fourth = new Web(Answer);
        Assert.Equal(renewed, (await FindAsync(fourth, list)).Entries);
        Assert.Empty(fourth.Asked);
    }

    [Fact]
    public async Task FailuresThatMayPass_AreTriedAgain_AndThenTheImageIsSkipped()
    {
        var web = new Web(request => request.RequestUri!.AbsolutePath switch
        {
            "/busy.png" => Failing(request, times: 2, () => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromHours(1)) } }),
            "/cut.png" => Failing(request, times: 1, () => new HttpResponseMessage { Content = new StreamContent(new CutStream(PackedFiles.Picture(3))) }),
            "/slow.png" => Failing(request, times: 1, () => throw new HttpRequestException("slow")),
            _ => new(HttpStatusCode.BadGateway),
        });
        var found = await FindAsync(web, List(new[] { "busy", "cut", "slow", "never" }.Select(name => $$"""{"image": "http://a.example/{{name}}.png"}""")));
        Assert.Equal(["busy.png", "cut.png", "slow.png"], found.Entries.Select(entry => entry.Name));
        Assert.Equal("1 fetch_failed (never.png)", Assert.Single(found.Skipped).ToString());
        Assert.Equal((3, 2, 2, 5), (web.CountOf("/busy.png"), web.CountOf("/cut.png"), web.CountOf("/slow.png"), web.CountOf("/never.png")));
    }

    [Fact]
    public async Task ServerThatDoesNotAnswer_IsGivenUp()
    {
        var web = new Web(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new();
        });
        var failure = await Assert.ThrowsAsync<InputException>(() => FindAsync(web, List($$"""{"image": "https://a.example/a.png?sig={{Secret}}"}""")));
        Assert.Equal((InputException.EmptyArchive, 5), (failure.Reason, web.CountOf("/a.png")));
        Assert.Contains("1 fetch_failed (a.png)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FewAreFetchedAtOnce()
    {
        var (now, most) = (0, 0);
        var web = new Web(async (request, token) =>
        {
            int here = Interlocked.Increment(ref now);
            lock (_inputs) most = Math.Max(most, here);
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
            return Answer(request);
        });
        await FindAsync(web, List(Enumerable.Range(0, 20).Select(i => $$"""{"image": "https://a.example/n/{{i}}.png"}""")), atOnce: 3);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public void WhereNothingIsFetched_AddressesAreRefused_WithoutShowingThem()
    {
        var list = List("""{"image": "near.png"}""", $$"""{"image": "https://a.example/a.png?sig={{Secret}}"}""");
        var failure = Assert.Throws<InputException>(() => ImageInputs.Find([list], TestContext.Current.CancellationToken));
        Assert.Contains($"Line 2 of the manifest '{list}'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    private Task<ImageInputs> FindAsync(Web web, string list, int atOnce = 4, CancellationToken cancellationToken = default)
    {
        var limits = new DownloadLimits(1 << 20, atOnce) { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(3), Timeout = TimeSpan.FromMilliseconds(500) };
        var unpacking = new Unpacking(() => _inputs.Room, new ArchiveLimits(1 << 20), name => name, download: new(new HttpMessageInvoker(web), limits, TimeProvider.System));
        return ImageInputs.FindAsync([list], unpacking, cancellationToken == default ? TestContext.Current.CancellationToken : cancellationToken);
    }

    private string List(params IEnumerable<string> lines) => _inputs.Add("list.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private static HttpResponseMessage Answer(HttpRequestMessage request) => request.RequestUri! switch
    {
        { AbsolutePath: "/gone.png" } => new(HttpStatusCode.NotFound),
        { AbsolutePath: "/secret.png" } => new(HttpStatusCode.Forbidden),
        { AbsolutePath: "/page.html" } => new() { Content = new StringContent("<html>Log in, please</html>") },
        { AbsolutePath: "/huge.png" } => new() { Content = new StreamContent(new CutStream(PackedFiles.Picture(1))) { Headers = { ContentLength = 1 << 21 } } },
        { AbsolutePath: "/endless.png" } => new() { Content = new StreamContent(new MemoryStream([.. PackedFiles.Picture(1), .. new byte[1 << 20]])) },
        { AbsolutePath: "/x" } => Picture(5),
        { Host: "b.example" } => Picture(2),
        _ => Picture(1),
    };

    private static HttpResponseMessage Picture(int number) => new() { Content = new ByteArrayContent(PackedFiles.Picture(number)) };

    private static HttpResponseMessage Stopped(CancellationTokenSource stop)
    {
        stop.Cancel();
        throw new OperationCanceledException(stop.Token);
    }

    private readonly ConcurrentDictionary<string, int> _failed = [];

    private HttpResponseMessage Failing(HttpRequestMessage request, int times, Func<HttpResponseMessage> fail) =>
        _failed.AddOrUpdate(request.RequestUri!.AbsolutePath, 1, (_, before) => before + 1) <= times ? fail() : Picture(4);

    /// <summary>Answers without a network.</summary>
    private sealed class Web(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        public Web(Func<HttpRequestMessage, HttpResponseMessage> answer) : this((request, _) => Task.FromResult(answer(request)))
        {
        }

        public ConcurrentQueue<string> Asked { get; } = new();

        public int CountOf(string path) => Asked.Count(one => one == path);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue(request.RequestUri!.AbsolutePath);
            return answer(request, cancellationToken);
        }
    }

    /// <summary>Breaks where it should end.</summary>
    private sealed class CutStream(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new IOException("The connection broke.");
    }
}
