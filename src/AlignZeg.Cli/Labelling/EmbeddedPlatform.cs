using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Cli.Labelling;

internal sealed class EmbeddedPlatform : IAsyncDisposable
{
    public IGrainFactory Grains => throw new NotSupportedException();
    public string PathOf(string name) => throw new NotSupportedException();
    public Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<BlobRef> WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken) => throw new NotSupportedException();
    public static Task<EmbeddedPlatform> StartAsync(string state, LabelRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
