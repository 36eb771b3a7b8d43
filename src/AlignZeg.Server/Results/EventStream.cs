using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Results;

/// <summary>
/// Results as server-sent events: <c>id</c> is the cursor after the record, so that <c>Last-Event-ID</c> goes on with the next one; an id without data moves
/// it past records that the filter leaves out. A comment says that the stream lives; the event <c>end</c> is the last.
/// A consumer that reads slowly holds up its own stream and nothing else.
/// </summary>
internal sealed class EventStream(EventWriter events, ResultReader reader, ResultFilter filter, StoredMetadata metadata)
{
    private const int Lines = 200;

    public async Task SendAsync(ResultCursor cursor, CancellationToken cancellationToken)
    {
        await events.BeginAsync(cancellationToken);
        for (bool end = false; !end;)
        {
            var found = await reader.NextAsync(cursor, Lines, events.Heartbeat, cancellationToken);
            await WriteAsync(cursor, found, cancellationToken);
            end = !await events.FlushAsync(cancellationToken) || found.End;
        }
    }

    private async Task WriteAsync(ResultCursor cursor, ResultLines found, CancellationToken cancellationToken)
    {
        bool left = false;
        for (int i = 0; i < found.Lines.Count; i++)
        {
            cursor.Advance(found.Shard, found.First + i + 1);
            left = !filter.Takes(found.Lines[i]);
            if (!left) events.Write($"id: {cursor}\ndata: {await metadata.AddToAsync(found.Lines[i], cancellationToken)}\n\n");
        }

        if (left) events.Write($"id: {cursor}\n\n");
        if (found.End) events.Write("event: end\ndata: {}\n\n");
        else if (found.Lines.Count == 0) events.Write(EventWriter.Alive);
    }
}
