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
