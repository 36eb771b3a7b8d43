using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Storage.Tests.GrainState;

/// <summary>Grain state in blobs, wherever these are.</summary>
public abstract class BlobGrainStorageContract : GrainStorageContract
{
    private IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    protected sealed override void Add(IServiceCollection services)
    {
        AddBlobs(services);
        services.AddBlobGrainStorage();
    }

    protected abstract void AddBlobs(IServiceCollection services);

    protected sealed override async Task<byte[]> RawAsync(string name) => (await Blobs.ReadAsync(name, Token))!.Content;

    protected sealed override Task PutRawAsync(string name, byte[] json) => Blobs.WriteAsync(name, json, cancellationToken: Token);
}
