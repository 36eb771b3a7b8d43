using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Hosting;
using AlignZeg.Storage.Tests.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Storage.Tests.GrainState;

public sealed class AzureGrainStorageTests(AzuriteFixture azurite) : BlobGrainStorageContract
{
    private AzureStorageOptions _options = null!;

    protected override async Task PrepareAsync() => _options = (await azurite.NewContainerAsync()).Value;

    protected override void AddBlobs(IServiceCollection services) =>
        services.AddAzureStorage(options => (options.ConnectionString, options.Container) = (_options.ConnectionString, _options.Container));
}
