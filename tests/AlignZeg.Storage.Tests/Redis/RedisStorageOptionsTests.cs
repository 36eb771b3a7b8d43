using AlignZeg.Storage.Redis;
using Xunit;

namespace AlignZeg.Storage.Tests.Redis;

public sealed class RedisStorageOptionsTests
{
    [Theory]
    [InlineData("localhost:6379", "alignzeg", true)]
    [InlineData("", "alignzeg", false)]
    [InlineData("localhost,noSuchSetting=1", "alignzeg", false)]
    [InlineData("localhost:6379", "", false)]
    [InlineData("localhost:6379", "a{b}", false)]
    public void Validator_WantsAnAddress_AndAPrefix(string address, string prefix, bool valid) =>
        Assert.Equal(valid, new RedisStorageOptionsValidator().Validate(null, new() { Address = address, Prefix = prefix }).Succeeded);
}
