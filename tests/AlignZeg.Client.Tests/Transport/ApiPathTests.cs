using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Tests.Transport;

public sealed class ApiPathTests
{
    [Theory]
    [InlineData("a b", "v1/jobs/a%20b")]
    [InlineData("../tenants", "v1/jobs/..%2Ftenants")]
    [InlineData("j?x=1#y", "v1/jobs/j%3Fx%3D1%23y")]
    [InlineData("고양이", "v1/jobs/%EA%B3%A0%EC%96%91%EC%9D%B4")]
    public void Names_CannotLeadElsewhere(string name, string path) => Assert.Equal(path, ApiPath.Of("jobs", name));

    [Theory]
    [InlineData(""), InlineData("."), InlineData("..")]
    public void StepsAreNoNames(string name) => Assert.ThrowsAny<ArgumentException>(() => ApiPath.Of("jobs", name));

    [Fact]
    public void Query_LeavesOutWhatIsNull_AndEscapesTheRest() =>
        Assert.Equal("p?a=1&c=red%20bird&d=2030-01-31&e=0.5", "p".With(("a", 1), ("b", null), ("c", "red bird")).With(("d", new DateOnly(2030, 1, 31)), ("e", 0.5)));
}
