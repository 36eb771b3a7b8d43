using System.Diagnostics;
using System.Net.ServerSentEvents;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Cli.Benchmarks.Api;

/// <summary>One reader of a job's results as a stream of events.</summary>
internal sealed class StreamConsumer(HttpClient client, LoadPhase phase)
{
    private readonly bool[] _seen = new bool[phase.Expected];
    private int _records;

    /// <summary>Whether it got every result, and none twice.</summary>
    public bool HasAllOnce => _records == phase.Expected && Array.TrueForAll(_seen, one => one);

    /// <summary>Reads one result, and after a signal the rest.</summary>
    /// <returns>Milliseconds to the end of the stream.</returns>
    public async Task<double> ReadAsync(Task goOn, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{phase.Job}/results") { Headers = { Accept = { new("text/event-stream") } } };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (item.EventType == "end") break;
            if (item.Data.Length == 0) continue;
            Note(ResultRecord.Parse(item.Data).Index);
            await goOn;
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private void Note(int index)
    {
        _records++;
        _seen[index] = true;
    }
}
