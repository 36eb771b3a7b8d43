using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Exports;

/// <summary>A large file on its way: goes on after every broken connection, each time by a new link, and is what it should be at the end.</summary>
/// <param name="transport">Makes the calls.</param> <param name="askAsync">Asks for the export, and with it for a link.</param> <param name="destination">Where to.</param>
internal sealed class ArchiveDownload(ApiTransport transport, Func<CancellationToken, Task<JobExport>> askAsync, Stream destination)
{
    private const int PieceBytes = 1 << 17;
    private readonly long _begin = destination.Position;
    private long _furthest;

    private long Length => destination.Position - _begin;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var outage = new Outage(transport);
        for (bool again = false; ; again = true)
        {
            string sha256 = await BringAsync(outage, cancellationToken);
            if (await HashAsync(cancellationToken) == sha256) return;
            // Once, a connection may have mixed up bytes; twice, they are so where they come from.
            if (again) throw new AlignZegApiException("What came is not the archive that the server made: its hash is another one, twice; export again, under another id.");
            Restart();
            _furthest = 0;
        }
    }

    // All bytes of the archive; gives the hash that they should have.
    private async Task<string> BringAsync(Outage outage, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var archive = await AskAsync(outage, cancellationToken);
            try
            {
                await ReadAsync(archive, outage, cancellationToken);
                return archive.Sha256;
            }
            catch (AlignZegApiException failure) when (RetryPause.MayPass(failure) || failure.Code == "link-expired")
            {
                await outage.WaitAsync(failure, cancellationToken);
            }
        }
    }

    private async Task<ExportArchive> AskAsync(Outage outage, CancellationToken cancellationToken)
    {
        JobExport? export = null;
        while (export is null)
        {
            try
            {
                export = await askAsync(cancellationToken);
            }
            catch (AlignZegApiException failure) when (RetryPause.MayPass(failure))
            {
                await outage.WaitAsync(failure, cancellationToken);
            }
        }

        return export is { Phase: ExportPhase.Completed, Archive: { Url: not null } archive }
            ? archive
            : throw new AlignZegApiException($"The export '{export.Id}' has no archive: it is {export.Phase.ToString().ToLowerInvariant()}. {export.Problem}".TrimEnd());
    }

    private async Task ReadAsync(ExportArchive archive, Outage outage, CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(archive.Url!.PathAndQuery.TrimStart('/')) with { Streams = true, WithKey = false, Headers = headers => headers.Range = Length > 0 ? new RangeHeaderValue(Length, null) : null };
        using var answer = await transport.OpenOnceAsync(call, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.PartialContent) Restart();
        await using var body = new LivelyStream(await answer.Content.ReadAsStreamAsync(cancellationToken), transport.Options.LongestSilence, transport.Time);
        for (var piece = new byte[PieceBytes]; await PieceAsync(body, piece, cancellationToken) is var length and > 0;)
        {
            await destination.WriteAsync(piece.AsMemory(0, length), cancellationToken);
            if (Length <= _furthest) continue; // what was there before it broke is no progress
            outage.Over();
            _furthest = Length;
        }

        if (Length != archive.Bytes) throw new AlignZegApiException($"The archive has {archive.Bytes:N0} bytes, and {Length:N0} came.");
    }

    private async Task<int> PieceAsync(LivelyStream body, byte[] piece, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(piece, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new AlignZegApiException($"The connection to {transport.Server} broke while the archive came.", inner: exception);
        }
    }

    private void Restart()
    {
        destination.Position = _begin;
        destination.SetLength(_begin);
    }

    private async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        await destination.FlushAsync(cancellationToken);
        long end = destination.Position;
        destination.Position = _begin;
        string found = Convert.ToHexStringLower(await SHA256.HashDataAsync(destination, cancellationToken));
        destination.Position = end;
        return found;
    }
}
