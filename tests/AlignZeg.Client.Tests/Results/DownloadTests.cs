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

    private static Task Link(Microsoft.AspNetCore.Http.HttpContext context) =>
        ScriptedServer.Json("""{"url": "http://other.example/files/mask?expires=1&signature=2", "expires_at": "2030-01-01T00:00:00Z"}""")(context);

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> To(ScriptedServer storage) => context =>
    {
        (context.Response.StatusCode, context.Response.Headers.Location) = (307, $"{storage.Address}c/mask?{Signature}");
        return Task.CompletedTask;
    };
}
