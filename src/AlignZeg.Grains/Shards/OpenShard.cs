using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Logs;

namespace AlignZeg.Grains.Shards;

/// <summary>A shard in memory: its log, what the log says, and the leases; and, while there is something to hand out, its images.</summary>
internal sealed class OpenShard
{
    private const int FailureScan = 1000;
    private const string FailedStatus = "\"failed\"", UnknownReason = "unknown";
    private readonly ShardOpening _opening;
    private readonly IBlobStore _blobs;
    private DatasetImage[]? _images;

    private OpenShard(ShardOpening opening, IBlobStore blobs, ResultLog log, ShardLedger ledger, LeaseTable leases) =>
        (_opening, _blobs, Log, Ledger, Leases) = (opening, blobs, log, ledger, leases);

    public ResultLog Log { get; }

    public ShardLedger Ledger { get; }

    public LeaseTable Leases { get; }

    /// <summary>True while the images are in memory, which take many times the room of all the rest.</summary>
    public bool HasImages => _images is not null;

    /// <summary>Reads the log, and the manifest if there are images left to hand out.</summary>
    /// <exception cref="StorageException">One of them is gone or damaged.</exception>
    public static async Task<OpenShard> LoadAsync(ShardKey key, ShardState state, LeaseTable leases, ShardFiles files, CancellationToken cancellationToken)
    {
        var opening = state.Opening!;
        var ledger = new ShardLedger(opening.FirstIndex, opening.Images);
        string name = JobBlobNames.Log(key);
        var log = await ResultLog.OpenAsync(files.Logs, name, line => Replay(ledger, line, name), cancellationToken);
        foreach (var (index, attempt) in state.Attempts)
            if (ledger.IsFailure(index, attempt - 1)) ledger.Reopen(index); // it was asked for, and has no result yet
        var shard = new OpenShard(opening, files.Blobs, log, ledger, leases);
        if (state.Leases is { } held) leases.TakeUp(held, ledger.Open().ToHashSet());
        if (!ledger.IsDone) await shard.LoadImagesAsync(cancellationToken);
        return shard;
    }

    /// <summary>Reads the manifest unless it is in memory; before <see cref="TryLease"/>.</summary>
    /// <exception cref="StorageException">It is gone or damaged.</exception>
    public async Task LoadImagesAsync(CancellationToken cancellationToken)
    {
        if (_images is not null) return;
        var manifest = await _blobs.ReadAsync(_opening.Manifest, cancellationToken)
            ?? throw new StorageException($"The manifest '{_opening.Manifest}' is gone; register the dataset again.", StorageFault.Damaged);
        _images = ImagesOf(manifest.Content);
    }

    /// <summary>Notes a durable result. With the last one the images are let go of: nothing is left to hand out.</summary>
    public void Note(CompletedImage result)
    {
        Ledger.Record(result.Index, result.Attempt, result.Reason, result.Usage);
        Leases.Finish(result.Index);
        if (result.Recomputed) Ledger.NoteRecomputed();
        if (!Ledger.IsDone) return;
        _images = null;
        Leases.Trim();
    }

    /// <summary>Open images up to the limits of the request, one at least; none if all are done or in hand. The images must be loaded.</summary>
    public Lease? TryLease(LeaseRequest request, TimeSpan duration)
    {
        Leases.DropExpired();
        var chosen = new List<int>();
        long bytes = 0;
        foreach (int index in Ledger.Open().Where(index => !Leases.IsLeased(index)))
        {
            bytes += ImageOf(index).Bytes ?? 0;
            if (chosen.Count == request.MaxImages || (chosen.Count > 0 && bytes > request.MaxBytes)) break;
            chosen.Add(index);
        }

        return chosen.Count == 0 ? null : new(Leases.Grant(chosen, request.Holder), [.. chosen.Select(LeasedOf)], duration);
    }

    /// <summary>The failures that stand, from a line of the log on.</summary>
    public async Task<FailurePage> ReadFailuresAsync(long cursor, int max, int pageBytes, CancellationToken cancellationToken)
    {
        if (Ledger.Failed == 0) return new([], cursor, End: true);
        var lines = await Log.ReadAsync(cursor, FailureScan, pageBytes, cancellationToken);
        var failures = new List<ImageFailure>();
        int read = 0;
        for (; read < lines.Count && failures.Count < max; read++)
            if (FailureOf(lines[read]) is { } failure) failures.Add(failure);
        return new(failures, cursor + read, End: cursor + read >= Log.Count);
    }

    private DatasetImage[] ImagesOf(byte[] manifest)
    {
        StorageException Damaged(string what, Exception? inner = null) => new($"The manifest '{_opening.Manifest}' is damaged: {what} Register the dataset again.", StorageFault.Damaged, inner);
        try
        {
            DatasetImage[] images = [.. DatasetManifest.Read(manifest)];
            return images.Length == _opening.Images ? images : throw Damaged($"it has {images.Length:N0} images, and had {_opening.Images:N0}.");
        }
        catch (InvalidDatasetException exception)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    private ImageFailure? FailureOf(string line)
    {
        if (!line.Contains(FailedStatus, StringComparison.Ordinal)) return null;
        var record = ResultRecord.Parse(line);
        return Ledger.IsFailure(record.Index, record.Attempt ?? 1) ? new(record.Index, record.Image, record.Reason ?? UnknownReason, record.Message, record.Attempt ?? 1) : null;
    }

    private DatasetImage ImageOf(int index) => _images![index - _opening.FirstIndex];

    private LeasedImage LeasedOf(int index)
    {
        var image = ImageOf(index);
        return new(index, image.Name, image.Stem, image.Source, Ledger.AttemptsOf(index) + 1);
    }

    private static void Replay(ShardLedger ledger, string line, string log)
    {
        try
        {
            var record = ResultRecord.Parse(line);
            ledger.Replay(record.Index, record.Attempt ?? 1, record.Status == ResultStatus.Ok ? null : record.Reason ?? UnknownReason, record.Usage());
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or ArgumentOutOfRangeException)
        {
            throw new StorageException(
                $"The result log '{log}' is damaged: {exception.Message} Delete it to compute its images again.", StorageFault.Damaged, exception);
        }
    }
}

/// <summary>Where a shard's files are.</summary>
internal sealed record ShardFiles(IBlobStore Blobs, IAppendStore Logs);
