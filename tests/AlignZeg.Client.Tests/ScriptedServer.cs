using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Client.Tests;

/// <summary>An HTTP server that answers each request as the next line of a script says; the last line holds for all that follow.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, Task>[] _script;
    private int _at;

    private ScriptedServer(Func<HttpContext, Task>[] script)
    {
        _script = script;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Uri Address => new(_app.Urls.First());

    public static async Task<ScriptedServer> StartAsync(params Func<HttpContext, Task>[] script)
    {
        var server = new ScriptedServer(script);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A client that loses no time between tries.</summary>
    public AlignZegClient Client(Action<AlignZegClientOptions>? configure = null)
    {
        var options = new AlignZegClientOptions { Server = Address, Key = "alz_acme.id_secret", FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) };
        configure?.Invoke(options);
        return new AlignZegClient(options);
    }

    public static Func<HttpContext, Task> Json(string body, int status = 200) => Text(body, "application/json", status);

    public static Func<HttpContext, Task> Text(string body, string mediaType, int status = 200) => context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, mediaType);
        return context.Response.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Problem(int status, string code) =>
        Text($$"""{"type": "urn:alignzeg:problem:{{code}}", "title": "T", "status": {{status}}, "detail": "It is so.", "request_id": "r1", "problems": ["one", "two"]}""", "application/problem+json", status);

    /// <summary>The connection breaks.</summary>
    public static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        var request = context.Request;
        Requests.Enqueue(new(request.Method, request.Path + request.QueryString, body, request.Headers["Last-Event-ID"].ToString(), request.Headers.Authorization.ToString()));
        await _script[Math.Min(Interlocked.Increment(ref _at), _script.Length) - 1](context);
    }
}

/// <summary>A request.</summary>
internal sealed record Asked(string Method, string Address, string Body, string LastEventId, string Authorization);
