using AlignZeg.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Storage.Tests.GrainState;

public sealed class FileGrainStorageTests : BlobGrainStorageContract
{
    private readonly TestDirectory _directory = new();

    protected override void AddBlobs(IServiceCollection services) => services.AddFileStorage(options => (options.Directory, options.FlushToDisk) = (_directory.Path, false));

    protected override Task CleanAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }
}
