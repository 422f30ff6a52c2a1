import { type Deployment, startDeployment } from './deployment';
import type { OwnDate } from './own-date';

/** For a test file as a whole: an app with the identity that App Service gives it, in a deployment that each test finds calm. */
export function ownDeployment(time: OwnDate, use: (deployment: Deployment) => void): void {
  const before = { ...process.env };
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await startDeployment({ time });
    Object.assign(process.env, deployment.azure.identity.environment);
    use(deployment);
  });
  afterEach(() => deployment.calm());
  afterAll(async () => {
    process.env = before;
    await deployment.stop();
  });
}
