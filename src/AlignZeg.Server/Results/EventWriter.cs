using System.Text;
using AlignZeg.Server.Access;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Results;

/// <summary>Server-sent events of any kind: what is written is sent with the next flush, in one piece, and the caller's key is checked again at every heartbeat.</summary>
internal sealed class EventWriter(HttpResponse response, TenantScope tenant, TimeSpan heartbeat, TimeProvider time)
{
    public const string MediaType = "text/event-stream";

    /// <summary>Says that the stream lives; consumers pass over it.</summary>
    public const string Alive = ": alive\n\n";

    private long _checked = time.GetTimestamp();

    /// <summary>Longest time without a sign of life.</summary>
    public TimeSpan Heartbeat => heartbeat;

    /// <summary>Sends the head of the answer; from here on, errors can only end the stream.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        return response.StartAsync(cancellationToken);
    }

    /// <summary>Adds whole events or comments.</summary>
    public void Write(string text) => Encoding.UTF8.GetBytes(text, response.BodyWriter);

    /// <summary>Sends what was written; waits for a consumer that reads slowly.</summary>
    /// <returns>Whether the stream may go on: false once the key is not valid any more.</returns>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        await response.BodyWriter.FlushAsync(cancellationToken);
        if (time.GetElapsedTime(_checked) < heartbeat) return true;
        _checked = time.GetTimestamp();
        return await tenant.IsValidAsync(cancellationToken);
    }
}
