using System.IO.Pipelines;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Exports;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Exports;

/// <summary>Writes exports: results as they are read into a folder of this machine, and that as an archive into the storage. Any number may be begun; so many are written at a time.</summary>
internal sealed class ExportRunner(IGrainFactory grains, IBlobStore blobs, IOptions<ExportOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.AtATime);

    /// <summary>Waits for a place, which the caller gives back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return new Place(_places);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>Writes one from the beginning, in place of what an earlier run may have left.</summary>
    /// <param name="key">Which.</param> <param name="order">What.</param> <param name="told">Called for every result.</param> <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ExportException">The format cannot hold the classes, it loses something though it must not, or there is no room for so much.</exception>
    public async Task<ExportOutcome> RunAsync(ExportKey key, ExportOrder order, Action told, CancellationToken cancellationToken)
    {
        using var spool = ExportSpool.Open(options.Value);
        try
        {
            var report = await WriteAsync(key.Job, order, spool, told, cancellationToken);
            byte[] json = report.ToJson();
            await blobs.WriteAsync(ExportBlobNames.Report(key), json, cancellationToken: cancellationToken);
            if (order.Strict && !report.Lossless) throw new ExportException($"The export as {order.Format} loses something, and strict forbids it: {report.Losses()}. There is no archive; the report says more.");
            spool.Folder.Write(ExportReport.FileName, json);
            var (bytes, sha256) = await StoreAsync(ExportBlobNames.Archive(key), spool.Folder, cancellationToken);
            return new(report.Images, report.LeftOut, report.Partial, report.Lossless, bytes, sha256);
        }
        catch (IOException exception)
        {
            throw new StorageException($"An export cannot be written to this machine's disk ({exception.Message}); make room, or set Exports:SpoolDirectory to another disk.", StorageFault.Full, exception);
        }
    }

    private async Task<ExportReport> WriteAsync(JobKey key, ExportOrder order, ExportSpool spool, Action told, CancellationToken cancellationToken)
    {
        var job = grains.GetGrain<IJobGrain>(key.ToString());
        var (status, request) = (await job.GetStatusAsync(cancellationToken), await job.GetRequestAsync(cancellationToken));
        var vocabulary = (await grains.GetGrain<IVocabularyGrain>(request.Vocabulary.ToString()).GetAsync(request.VocabularyVersion, cancellationToken)).Definition;
        using var session = new ExportSession(ExportFormats.Find(order.Format), spool.Folder, new([.. Enumerable.Range(0, vocabulary.Classes.Count).Select(vocabulary.NameOf)])) { Limit = new(options.Value.MaxPixels, "Exports:MaxPixels") };
        var dataset = await grains.GetGrain<IDatasetGrain>(request.Dataset.ToString()).GetAsync(request.DatasetVersion, cancellationToken);
        await using var metadata = new ExportMetadata(new(request.Dataset, dataset, blobs), spool.Folder);
        string masks = JobBlobNames.Prefix(key) + "masks/";
        await foreach (var some in new JobResults(key, grains).ReadAsync(status.Shards, cancellationToken).Chunk(options.Value.ReadAhead).WithCancellation(cancellationToken))
        {
            var maps = await Task.WhenAll(some.Select(record => MapAsync(record, cancellationToken)));
            foreach (var (record, map) in some.Zip(maps))
            {
                if (record.Mask is { } mask) session.AddPng(record.Image, Path.ChangeExtension(mask, null)[masks.Length..], map);
                else session.LeaveOut(record.Image, $"It was not labelled: {record.Message ?? record.Reason ?? "it has no mask"}");
                await metadata.AddAsync(record, cancellationToken);
                spool.Grew();
                told();
            }
        }

        return session.Complete(partial: status.Phase != JobPhase.Completed);
    }

    private async Task<byte[]?> MapAsync(ResultRecord record, CancellationToken cancellationToken) =>
        record.Mask is { } mask ? (await blobs.ReadAsync(mask, cancellationToken))?.Content : null;

    // Packed while it is sent: there is no second copy on the disk. An archive of a run that did not hear of its own end is replaced.
    private async Task<(long Bytes, string Sha256)> StoreAsync(string name, ExportFolder folder, CancellationToken cancellationToken)
    {
        await blobs.DeleteAsync(name, cancellationToken: cancellationToken);
        var pipe = new Pipe();
        var packing = PackAsync(folder, pipe.Writer, cancellationToken);
        bool written;
        try
        {
            written = await blobs.WriteIfAbsentAsync(name, pipe.Reader.AsStream(), cancellationToken);
        }
        finally
        {
            await pipe.Reader.CompleteAsync(); // whoever packs does not wait for a reader that is gone
            await ((Task)packing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return written ? await packing : throw new StorageException($"The archive '{name}' was written by another run meanwhile; it is written again.", StorageFault.Other);
    }

    private static async Task<(long Bytes, string Sha256)> PackAsync(ExportFolder folder, PipeWriter target, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await using var archive = new HashedStream(target.AsStream(leaveOpen: true));
            await ExportZip.WriteAsync(folder, archive, cancellationToken);
            return (archive.Count, archive.Sha256);
        }
        catch (Exception exception)
        {
            fault = exception;
            throw;
        }
        finally
        {
            await target.CompleteAsync(fault); // a torn archive is no archive: the storage keeps none of it
        }
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
