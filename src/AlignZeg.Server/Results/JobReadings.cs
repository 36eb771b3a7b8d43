using AlignZeg.Server.Access;

namespace AlignZeg.Server.Results;

/// <summary>
/// What this silo has made of the results of the jobs that were looked at last. It follows from the result logs, so that any silo can make it and none has to save
/// it; the next look reads only what has come since.
/// </summary>
/// <param name="make">Begins with nothing read.</param> <param name="add">Takes a record in, once.</param> <param name="most">Jobs kept.</param> <param name="time">For waits.</param>
internal sealed class JobReadings<T>(Func<T> make, Action<T, Abstractions.Shards.ResultRecord> add, int most, TimeProvider time)
{
    private readonly Lock _changing = new();
    private readonly LinkedList<(string Job, JobReading<T> Reading)> _kept = []; // the last one that was looked at comes first

    /// <summary>Reads what has come since the last look, then looks.</summary>
    /// <exception cref="Abstractions.Jobs.JobNotFoundException">There is no such job.</exception>
    public async Task<TSeen> LookAsync<TSeen>(TenantScope tenant, string job, Func<T, TSeen> look, CancellationToken cancellationToken)
    {
        var reader = await ResultReader.OpenAsync(tenant, job, time, cancellationToken);
        return await Of(tenant.Key(job).ToString()).LookAsync(reader, look, cancellationToken);
    }

    // One that is let go of may be read still; it is then read again from the start by whoever asks next.
    private JobReading<T> Of(string job)
    {
        lock (_changing)
        {
            var node = _kept.First;
            while (node is not null && node.Value.Job != job) node = node.Next;
            if (node is null) node = new((job, new(make(), add)));
            else _kept.Remove(node);
            _kept.AddFirst(node);
            if (_kept.Count > most) _kept.RemoveLast();
            return node.Value.Reading;
        }
    }
}
