using AlignZeg.Server.Problems;
using AlignZeg.Server.Review;

namespace AlignZeg.Server.Tests.Review;

public sealed class ReviewQueueTests
{
    [Fact]
    public void Queue_KeepsTheMostUncertain_WhateverTheOrder()
    {
        var images = Enumerable.Range(0, 500).Select(i => Image(i, i * 7919 % 100 / 100.0)).ToArray();
        var expected = images.OrderByDescending(image => image.Uncertainty).ThenBy(image => image.Index).Take(40).Select(image => image.Index).ToArray();
        foreach (var order in new[] { images, [.. images.Reverse()], [.. images.OrderBy(image => image.Uncertainty)] })
        {
            var queue = new ReviewQueue(40);
            foreach (var image in order) queue.Add(image);
            Assert.Equal(expected, queue.After(ReviewPosition.First, 100).Select(image => image.Index));
        }
    }

    [Fact]
    public void Page_BeginsAfterItsPlace_AlsoWhenOthersHaveCome()
    {
        var queue = new ReviewQueue(10);
        foreach (var image in new[] { Image(0, .5), Image(1, .5), Image(2, .9), Image(3, .1) }) queue.Add(image);
        var first = queue.After(ReviewPosition.First, 2);
        Assert.Equal([2, 0], first.Select(image => image.Index));
        queue.Add(Image(4, .95));
        queue.Add(Image(1, .5)); // the same again
        Assert.Equal([1, 3], queue.After(ReviewPosition.Parse(first[1].Position().ToString()), 10).Select(image => image.Index));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0.5")]
    [InlineData("0.5--1")]
    [InlineData("NaN-1")]
    public void WrongPlaces_AreProblems(string text) => Assert.Equal("invalid-cursor", Assert.Throws<ProblemException>(() => ReviewPosition.Parse(text)).Type.Code);

    private static ReviewImage Image(int index, double uncertainty) => new(index, $"{index}.jpg", uncertainty, "m", null);
}
