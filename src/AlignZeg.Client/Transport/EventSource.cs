using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace AlignZeg.Client.Transport;

/// <summary>
/// A stream of events that comes back by itself: after a connection that broke, fell silent or was closed by a server that goes away, it goes on after the last event
/// that was handed over, with <c>Last-Event-ID</c>. It ends with the event <c>end</c>, or when the server says that there is nothing left (204).
/// </summary>
/// <param name="transport">Makes the calls.</param> <param name="path">Of the stream.</param>
internal sealed class EventSource(ApiTransport transport, string path)
{
    private const string MediaType = "text/event-stream", End = "end";

    /// <summary>All events after one.</summary>
    /// <param name="last">The id of the event that was handled last; null = from the beginning.</param> <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AlignZegApiException">The server refuses, or does not come back for <see cref="AlignZegClientOptions.LongestOutage"/>.</exception>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(string? last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var outage = new Outage(transport); ;)
        {
            using var answer = await OpenAsync(last, outage, cancellationToken);
            long opened = transport.Time.GetTimestamp();
            if (answer.StatusCode == HttpStatusCode.NoContent) yield break;
            await using var body = new LivelyStream(await answer.Content.ReadAsStreamAsync(cancellationToken), transport.Options.LongestSilence, transport.Time);
            await using var events = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(events))
            {
                outage.Over();
                if (events.Current.EventType == End) yield break;
                yield return events.Current;
                last = events.Current.EventId is { Length: > 0 } id ? id : last;
            }

            outage.Lasted(opened);
            await outage.WaitAsync(new AlignZegApiException($"The stream of {transport.Server} breaks off again and again."), cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string? last, Outage outage, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            try
            {
                return await transport.OpenOnceAsync(Call(last), cancellationToken);
            }
            catch (AlignZegApiException failure) when (RetryPause.MayPass(failure))
            {
                await outage.WaitAsync(failure, cancellationToken);
            }
        }
    }

    private ApiCall Call(string? last) => ApiCall.Get(path) with
    {
        Streams = true,
        Headers = headers =>
        {
            headers.Accept.ParseAdd(MediaType);
            if (last is not null) headers.TryAddWithoutValidation("Last-Event-ID", last);
        },
    };

    // False: the connection is over, in whichever way.
    private static async Task<bool> MoveAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
