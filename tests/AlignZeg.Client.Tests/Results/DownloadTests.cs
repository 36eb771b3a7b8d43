namespace AlignZeg.Client.Tests.Results;

public sealed class DownloadTests
{
    private const string Signature = "sig=a-secret";

    [Fact]
    public async Task FileElsewhere_IsReadThere_AndTheKeyIsNotShown_NorLostWithABrokenConnection()
    {
        await using var storage = await ScriptedServer.StartAsync(ScriptedServer.Abort, ScriptedServer.Problem(503, "busy"), ScriptedServer.Text("mask", "image/png"));
        await using var server = await ScriptedServer.StartAsync(Link, To(storage));
        using var mask = new MemoryStream();
        await server.Client().Results.DownloadAsync("j", "masks/a.png", mask);
        Assert.Equal("mask"u8.ToArray(), mask.ToArray());
        Assert.Equal(["Bearer alz_acme.id_secret", "", "", ""], server.Requests.Select(request => request.Authorization)); // the link, and its use, three times
        Assert.Equal(3, storage.Requests.Count);
        Assert.All(storage.Requests, request => Assert.Equal((("GET", $"/c/mask?{Signature}"), ""), ((request.Method, request.Address), request.Authorization)));
    }

    [Fact]
    public async Task RefusalElsewhere_NamesTheHost_AndKeepsItsSecret()
    {
        await using var storage = await ScriptedServer.StartAsync(ScriptedServer.Text("<Error/>", "application/xml", 403));
        await using var server = await ScriptedServer.StartAsync(Link, To(storage));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client().Results.DownloadAsync("j", "masks/a.png", Stream.Null));
        Assert.Contains($"{storage.Address.Authority}/ answers 403", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatFallsSilent_IsReadAgain_AndNothingHalfIsWritten()
    {
        await using var server = await ScriptedServer.StartAsync(Link, Stall, Stall, ScriptedServer.Text("mask", "image/png"));
        using var mask = new MemoryStream();
        await server.Client(options => options.LongestSilence = TimeSpan.FromMilliseconds(200)).Results.DownloadAsync("j", "masks/a.png", mask);
        Assert.Equal("mask"u8.ToArray(), mask.ToArray());
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task ServerThatFreezes_EndsADownload()
    {
        await using var server = await ScriptedServer.StartAsync(Stall);
        var client = server.Client(options => (options.LongestSilence, options.Retries) = (TimeSpan.FromMilliseconds(200), 1));
        using var file = new MemoryStream();
        Assert.Null((await Assert.ThrowsAsync<AlignZegApiException>(() => client.Images.DownloadAsync("00", file))).Status);
        Assert.Null((await Assert.ThrowsAsync<AlignZegApiException>(() => client.Results.DownloadSmallAsync("j", "masks/a.png", 128, file))).Status);
        Assert.Equal((4, 0), (server.Requests.Count, file.Length));
    }

    // Begins, and is not heard of again.
    private static async Task Stall(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.ContentLength = 4;
        await context.Response.Body.WriteAsync("ma"u8.ToArray());
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static Task Link(Microsoft.AspNetCore.Http.HttpContext context) =>
        ScriptedServer.Json("""{"url": "http://other.example/files/mask?expires=1&signature=2", "expires_at": "2030-01-01T00:00:00Z"}""")(context);

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> To(ScriptedServer storage) => context =>
    {
        (context.Response.StatusCode, context.Response.Headers.Location) = (307, $"{storage.Address}c/mask?{Signature}");
        return Task.CompletedTask;
    };
}
