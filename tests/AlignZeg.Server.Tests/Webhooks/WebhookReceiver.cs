using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Tests.Webhooks;

/// <summary>Someone's server that webhooks are sent to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = [];

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>The status of the answer to the request of that number, from 0.</summary>
    public Func<int, int> Answer { get; set; } = _ => 204;

    public IReadOnlyList<Received> All => [.. _received];

    public IEnumerable<Received> Accepted => All.Where(one => one.Status < 300);

    public string Url => _app.Urls.First() + "/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what was received is as it should be.</summary>
    public async Task<IReadOnlyList<Received>> AwaitAsync(Func<IReadOnlyList<Received>, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo(All)) await Task.Delay(20, limit.Token);
        return All;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        lock (_received)
        {
            context.Response.StatusCode = Answer(_received.Count);
            _received.Enqueue(new(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body, context.Response.StatusCode));
        }
    }
}

/// <summary>A request that a receiver got.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body, int Status)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("type").GetString()!;

    public long Sequence => Json.GetProperty("sequence").GetInt64();

    /// <summary>What the receiver computes: written here anew from the specification.</summary>
    public bool IsSignedWith(string secret)
    {
        byte[] key = Convert.FromBase64String(secret["whsec_".Length..]);
        string expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Contains(expected);
    }
}
