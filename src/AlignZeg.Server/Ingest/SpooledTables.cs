using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Ingest;

/// <summary>Parquet tables that were sent: each is in a file without a name while it is read, since it begins at its end; a few are read at a time, since each has a row group in memory.</summary>
internal sealed class SpooledTables(IOptions<UploadOptions> options) : IDisposable
{
    private const int MostWaiting = 64;
    private const string Off = "This server takes no Parquet tables; send the images as a tar or zip with a metadata.jsonl for what is said about them, or ask the operator to turn on Uploads:Tables.";
    private readonly SemaphoreSlim _room = new(options.Value.TablesAtOnce);
    private int _waiting;

    /// <summary>Goes through a table once.</summary>
    /// <param name="body">The table.</param> <param name="part">What it is a part of, and what came before it.</param> <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArchiveException">It is damaged, without images, or over a limit.</exception>
    /// <exception cref="DeviceBusyException">Too many wait already.</exception>
    /// <exception cref="StorageException">The disk that it is kept on fails.</exception>
    /// <exception cref="ProblemException">Tables are not taken here.</exception>
    public async IAsyncEnumerable<ArchiveEntry> ReadAsync(Stream body, TablePart part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!options.Value.Tables) throw new ProblemException(ProblemTypes.WrongMediaType, Off);
        if (Volatile.Read(ref _waiting) >= MostWaiting) throw Busy(); // before it fills the disk
        await using var table = await SpoolFile.ReadAsync(body, options.Value.SpoolDirectory, cancellationToken); // before its turn: who sends slowly holds up nobody
        await TurnAsync(cancellationToken);
        try
        {
            await using var rows = TableReader.ReadAsync(table, UploadLimits.Of(options.Value) with { EntriesBefore = part.RowsBefore }, part.Names, part.Folder, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(rows)) yield return rows.Current;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private static DeviceBusyException Busy() => new("Too many tables wait to be read; send this one again in a moment.");

    private static async Task<bool> NextAsync(IAsyncEnumerator<ArchiveEntry> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (IOException exception)
        {
            throw new StorageException("An upload that was kept meanwhile cannot be read; look at the disk of Uploads:SpoolDirectory.", StorageFault.Other, exception);
        }
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) throw Busy();
            await _room.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}

/// <summary>A table of an upload.</summary>
/// <param name="Names">Of the upload.</param> <param name="Folder">What names of its rows begin with.</param> <param name="RowsBefore">Rows of the tables before it.</param>
internal readonly record struct TablePart(EntryNames Names, string Folder = "", int RowsBefore = 0);
