using AlignZeg.Server.Access;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Results;

/// <summary>
/// Results as server-sent events: <c>id</c> is the cursor after the record, so that <c>Last-Event-ID</c> goes on with the next one. A comment says that
/// the stream lives; the event <c>end</c> is the last. A consumer that reads slowly holds up its own stream and nothing else.
/// </summary>
internal sealed class EventStream(HttpResponse response, ResultReader reader, TenantScope tenant, TimeSpan heartbeat)
{
    public const string MediaType = "text/event-stream";
    private const int Lines = 200;

    public async Task SendAsync(ResultCursor cursor, CancellationToken cancellationToken)
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.StartAsync(cancellationToken);
        while (await SendNextAsync(cursor, cancellationToken)) await response.Body.FlushAsync(cancellationToken);
    }

    private async Task<bool> SendNextAsync(ResultCursor cursor, CancellationToken cancellationToken)
    {
        var found = await reader.NextAsync(cursor, Lines, heartbeat, cancellationToken);
        for (int i = 0; i < found.Lines.Count; i++)
        {
            cursor.Advance(found.Shard, found.First + i + 1);
            await response.WriteAsync($"id: {cursor}\ndata: {found.Lines[i]}\n\n", cancellationToken);
        }

        if (found.Lines.Count > 0) return true;
        await response.WriteAsync(found.End ? "event: end\ndata: {}\n\n" : ": alive\n\n", cancellationToken);
        return !found.End && await tenant.IsValidAsync(cancellationToken);
    }
}
