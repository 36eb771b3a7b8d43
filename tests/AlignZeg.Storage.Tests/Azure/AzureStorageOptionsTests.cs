using AlignZeg.Storage.Azure;
using Xunit;

namespace AlignZeg.Storage.Tests.Azure;

public sealed class AzureStorageOptionsTests
{
    [Theory]
    [InlineData(null, null, "alignzeg", false)]
    [InlineData("UseDevelopmentStorage=true", null, "alignzeg", true)]
    [InlineData(null, "https://a.blob.core.windows.net/c", "alignzeg", true)]
    [InlineData("UseDevelopmentStorage=true", "https://a.blob.core.windows.net/c", "alignzeg", false)]
    [InlineData("UseDevelopmentStorage=true", null, "Not--Allowed", false)]
    public void Validator_WantsOneAddress_AndAName(string? connection, string? uri, string container, bool valid)
    {
        var options = new AzureStorageOptions { ConnectionString = connection, ContainerUri = uri is null ? null : new(uri), Container = container };
        Assert.Equal(valid, new AzureStorageOptionsValidator().Validate(null, options).Succeeded);
    }
}
