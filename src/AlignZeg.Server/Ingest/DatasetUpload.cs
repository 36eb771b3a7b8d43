using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Archives;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Ingest;

/// <summary>The images of an archive, table or form that is a request's body.</summary>
internal sealed class DatasetUpload(IBlobStore blobs, SpooledTables tables, IOptions<UploadOptions> options)
{
    /// <summary>Stores the images and says what became of each file.</summary>
    /// <exception cref="InvalidDatasetException">What was sent is damaged, over a limit, or has no image.</exception>
    public async Task<TakenImages> TakeAsync(TenantScope tenant, HttpRequest request, DatasetBodyKind kind, CancellationToken cancellationToken)
    {
        var taken = new TakenImages(tenant, blobs, options.Value);
        try
        {
            await TakeAsync(taken, request, kind, cancellationToken);
            return taken;
        }
        catch (Exception exception)
        {
            taken.Dispose();
            if (exception is ArchiveException) throw new InvalidDatasetException(exception.Message);
            throw;
        }
    }

    private Task TakeAsync(TakenImages taken, HttpRequest request, DatasetBodyKind kind, CancellationToken cancellationToken) => kind switch
    {
        DatasetBodyKind.Form => taken.TakeAsync(FormImages.ReadAsync(request, options.Value.MaxImageBytes, tables, taken.Names, cancellationToken), cancellationToken),
        DatasetBodyKind.Zip => TakeZipAsync(taken, request, cancellationToken),
        DatasetBodyKind.Tar => TakeAsync(taken, request.Body, ArchiveFormat.Tar, cancellationToken),
        DatasetBodyKind.TarGzip => TakeAsync(taken, request.Body, ArchiveFormat.TarGzip, cancellationToken),
        DatasetBodyKind.Table => taken.TakeAsync(tables.ReadAsync(request.Body, new(taken.Names), cancellationToken), cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task TakeZipAsync(TakenImages taken, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var zip = await SpoolFile.ReadAsync(request.Body, options.Value.SpoolDirectory, cancellationToken);
        await TakeAsync(taken, zip, ArchiveFormat.Zip, cancellationToken);
    }

    private Task TakeAsync(TakenImages taken, Stream archive, ArchiveFormat format, CancellationToken cancellationToken) =>
        taken.TakeAsync(ArchiveReader.ReadAsync(archive, format, UploadLimits.Of(options.Value), taken.Names, cancellationToken), cancellationToken);
}
