using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>What a labelling job runs on: a silo in this process, or a cluster of them. The job does not see which.</summary>
internal interface IPlatform : IAsyncDisposable
{
    IGrainFactory Grains { get; }

    /// <summary>The bytes of a blob that must be there.</summary>
    Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores bytes and says where they are.</summary>
    Task<BlobRef> WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Removes a blob, if it is there.</summary>
    Task DeleteAsync(string name);

    /// <summary>Makes a blob a file, as a whole; replaces one that is there.</summary>
    Task BringAsync(string name, string file, CancellationToken cancellationToken);

    /// <summary>The model as the workers can reach it.</summary>
    Task<ModelBundle> OfferModelAsync(ModelBundle model, CancellationToken cancellationToken);

    /// <summary>The image's source as the workers can read it.</summary>
    Task<string> OfferImageAsync(ImageEntry image, CancellationToken cancellationToken);
}
