namespace Tessera.Clusterers.Mbc;

/// <summary>
/// Lloyd's k-means, begun by greedy k-means++ (Arthur and Vassilvitskii 2007): each further centre is the best of a few points
/// drawn with a probability proportional to their squared distance from the centres so far.
/// </summary>
internal static class KMeans
{
    private const int MostRounds = 300;

    public static KMeansFit Fit(double[][] points, int clusters, int restarts, Random random, CancellationToken cancellationToken)
    {
        KMeansFit? best = null;
        for (var restart = 0; restart < restarts; restart++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fit = Improve(points, ChooseCentres(points, clusters, random));
            if (best is null || fit.Inertia < best.Inertia) best = fit;
        }

        return best!;
    }

    private static KMeansFit Improve(double[][] points, double[][] centres)
    {
        var assignment = Assign(points, centres);
        for (var round = 0; round < MostRounds; round++)
        {
            MoveCentres(points, assignment, centres);
            var next = Assign(points, centres);
            if (next.AsSpan().SequenceEqual(assignment)) break;
            assignment = next;
        }

        return new KMeansFit(assignment, points.Select((point, i) => SquaredDistance(point, centres[assignment[i]])).Sum());
    }

    private static double[][] ChooseCentres(double[][] points, int clusters, Random random)
    {
        var trials = 2 + (int)Math.Log(clusters);
        var chosen = new List<double[]> { points[random.Next(points.Length)] };
        var nearest = Array.ConvertAll(points, point => SquaredDistance(point, chosen[0]));
        while (chosen.Count < clusters)
        {
            double[]? bestDistances = null;
            var bestPoint = 0;
            for (var trial = 0; trial < trials; trial++)
            {
                var candidate = Draw(nearest, random);
                var distances = points.Select((point, i) => Math.Min(nearest[i], SquaredDistance(point, points[candidate]))).ToArray();
                if (bestDistances is null || distances.Sum() < bestDistances.Sum()) (bestDistances, bestPoint) = (distances, candidate);
            }

            chosen.Add(points[bestPoint]);
            nearest = bestDistances!;
        }

        return [.. chosen.Select(centre => (double[])centre.Clone())];
    }

    private static int Draw(double[] weights, Random random)
    {
        var rest = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            rest -= weights[i];
            if (rest < 0) return i;
        }

        // All points lie on centres.
        return random.Next(weights.Length);
    }

    private static int[] Assign(double[][] points, double[][] centres) => Array.ConvertAll(points, point =>
    {
        var (nearest, least) = (0, double.PositiveInfinity);
        for (var centre = 0; centre < centres.Length; centre++)
        {
            var distance = SquaredDistance(point, centres[centre]);
            if (distance < least) (nearest, least) = (centre, distance);
        }

        return nearest;
    });

    private static void MoveCentres(double[][] points, int[] assignment, double[][] centres)
    {
        var sizes = new int[centres.Length];
        foreach (var cluster in assignment) sizes[cluster]++;
        for (var cluster = 0; cluster < centres.Length; cluster++)
        {
            if (sizes[cluster] == 0)
            {
                // A centre that nobody is near goes to the point that is worst off.
                var lost = Enumerable.Range(0, points.Length).MaxBy(i => SquaredDistance(points[i], centres[assignment[i]]));
                points[lost].CopyTo(centres[cluster], 0);
                continue;
            }

            Array.Clear(centres[cluster]);
            for (var i = 0; i < points.Length; i++)
            {
                if (assignment[i] != cluster) continue;
                for (var j = 0; j < points[i].Length; j++) centres[cluster][j] += points[i][j] / sizes[cluster];
            }
        }
    }

    private static double SquaredDistance(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += (left[i] - right[i]) * (left[i] - right[i]);
        return sum;
    }
}
