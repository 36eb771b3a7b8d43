using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Client.Tests.Exports;

public sealed class ArchiveDownloadTests
{
    private static readonly byte[] Archive = RandomNumberGenerator.GetBytes(300_000);
    private static readonly string Export = $$"""
        {"id": "e", "format": "png", "strict": false, "phase": "completed", "done": 1, "total": 1, "started_at": "2030-01-01T00:00:00Z", "archive": {"images": 1, "left_out": 0, "partial": false,
        "lossless": true, "bytes": {{Archive.Length}}, "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Archive))}}", "url": "http://other.example/files/e?signature=s", "expires_at": "2030-01-01T00:00:00Z"} }
        """;

    [Fact]
    public async Task BrokenConnection_IsTakenUpWhereItBroke_ByANewLink_WithoutTheKey()
    {
        var asked = new List<string>();
        await using var server = await ScriptedServer.StartAsync(Ask, Send(asked, until: 200_000), Ask, Send(asked, until: Archive.Length));
        using var file = new MemoryStream();
        await server.Client().Exports.DownloadAsync("j", "e", file);
        Assert.Equal(Archive, file.ToArray());
        Assert.Equal(["", "bytes=200000-"], asked);
        Assert.Equal(["Bearer alz_acme.id_secret", "", "Bearer alz_acme.id_secret", ""], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task ServerThatKnowsNoParts_IsReadFromTheBeginning()
    {
        await using var server = await ScriptedServer.StartAsync(Ask, Send(null, until: 200_000), Ask, Send(null, until: Archive.Length));
        using var file = new MemoryStream();
        await server.Client().Exports.DownloadAsync("j", "e", file);
        Assert.Equal(Archive, file.ToArray());
    }

    [Fact]
    public async Task WrongBytes_AreNoArchive()
    {
        await using var server = await ScriptedServer.StartAsync(Ask, context => context.Response.Body.WriteAsync(new byte[Archive.Length]).AsTask(), Ask, Send(null, until: Archive.Length));
        using var file = new MemoryStream();
        await server.Client().Exports.DownloadAsync("j", "e", file);
        Assert.Equal(Archive, file.ToArray());
    }

    [Fact]
    public async Task BytesThatAreWrongTwice_AreNotAskedForAgain()
    {
        await using var server = await ScriptedServer.StartAsync(Ask, Wrong, Ask, Wrong, Ask, Wrong, Ask, Send(null, until: Archive.Length));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client().Exports.DownloadAsync("j", "e", new MemoryStream()));
        Assert.Contains("hash", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task ServerThatIsAwayForLongerThanACallInsists_IsWaitedFor()
    {
        var away = Enumerable.Repeat(ScriptedServer.Problem(503, "cluster-unavailable"), 20);
        await using var server = await ScriptedServer.StartAsync([.. away, Ask, Send(null, until: 200_000), .. away, Ask, Send(null, until: Archive.Length)]);
        using var file = new MemoryStream();
        await server.Client().Exports.DownloadAsync("j", "e", file);
        Assert.Equal(Archive, file.ToArray());
    }

    [Fact]
    public async Task ServerThatNeverComesFurther_IsAnOutage_ThatEnds()
    {
        await using var server = await ScriptedServer.StartAsync([.. Enumerable.Repeat<Func<HttpContext, Task>[]>([Ask, Send(null, until: 200_000)], 1_000).SelectMany(pair => pair)]);
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client(options => options.LongestOutage = TimeSpan.FromMilliseconds(300)).Exports.DownloadAsync("j", "e", new MemoryStream()));
        Assert.Contains("broke", failure.Message, StringComparison.Ordinal);
        Assert.True(server.Requests.Count < 2_000, "it was given up by the script alone");
    }

    [Fact]
    public async Task ExportWithoutAnArchive_IsNotWaitedFor()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json("""{"id": "e", "format": "png", "strict": false, "phase": "failed", "done": 0, "total": 1, "started_at": "2030-01-01T00:00:00Z", "problem": "It is so."}"""));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client().Exports.DownloadAsync("j", "e", new MemoryStream()));
        Assert.Contains("It is so.", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    private static Task Wrong(HttpContext context) => context.Response.Body.WriteAsync(new byte[Archive.Length]).AsTask();

    private static Task Ask(HttpContext context) => ScriptedServer.Json(Export)(context);

    // From where the caller asks, if it notes that; and where it sends less than it said, the connection breaks.
    private static Func<HttpContext, Task> Send(List<string>? asked, int until) => async context =>
    {
        string range = context.Request.Headers.Range.ToString();
        asked?.Add(range);
        int from = asked is not null && range.Length > 0 ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        if (from > 0) context.Response.StatusCode = StatusCodes.Status206PartialContent;
        context.Response.ContentLength = Archive.Length - from;
        await context.Response.Body.WriteAsync(Archive.AsMemory(from, until - from));
        await context.Response.Body.FlushAsync();
    };
}
